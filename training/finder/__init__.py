"""The cell finder: data, pseudo-masks, composed fields, training and evaluation."""
