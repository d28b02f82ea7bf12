<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>&amp;Open image or slide…</source>
        <translation>&amp;Bild oder Scan öffnen…</translation>
    </message>
    <message>
        <source>Open an image or a whole slide and count it</source>
        <translation>Ein Bild oder einen gescannten Objektträger öffnen und auszählen</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>Open a folder of images as one sample, or a folder of samples</source>
        <translation>Einen Ordner mit Bildern als eine Probe öffnen, oder einen Ordner mit mehreren Proben</translation>
    </message>
    <message>
        <source>Co&amp;unt as the camera saves…</source>
        <translation>Beim Aufnehmen &amp;mitzählen…</translation>
    </message>
    <message>
        <source>Watch a folder and count each photograph that is saved there; again: end it</source>
        <translation>Einen Ordner beobachten und jedes Foto zählen, das dort gespeichert wird; noch einmal: beenden</translation>
    </message>
    <message>
        <source>Open &amp;demo smear</source>
        <translation>&amp;Demo-Ausstrich öffnen</translation>
    </message>
    <message>
        <source>Open a drawn smear to try the program without images of your own</source>
        <translation>Einen gezeichneten Ausstrich öffnen, um das Programm ohne eigene Bilder zu erproben</translation>
    </message>
    <message>
        <source>&amp;Close sample</source>
        <translation>Probe s&amp;chließen</translation>
    </message>
    <message>
        <source>Close the open sample; everything is saved already</source>
        <translation>Die offene Probe schließen; alles ist bereits gespeichert</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Write the results of this sample as files</source>
        <translation>Die Ergebnisse dieser Probe als Dateien schreiben</translation>
    </message>
    <message>
        <source>Copy differential as &amp;table</source>
        <translation>Blutbild als &amp;Tabelle kopieren</translation>
    </message>
    <message>
        <source>Copy the differential, to paste into a spreadsheet or a report</source>
        <translation>Das Differenzialblutbild kopieren, zum Einfügen in eine Tabelle oder einen Bericht</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>E&amp;instellungen…</translation>
    </message>
    <message>
        <source>Model, device, classes, reference intervals, language and look</source>
        <translation>Modell, Prozessor, Klassen, Referenzbereiche, Sprache und Aussehen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Bee&amp;nden</translation>
    </message>
    <message>
        <source>Close the program; everything is saved already</source>
        <translation>Das Programm schließen; alles ist bereits gespeichert</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take the last decision back</source>
        <translation>Die letzte Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Make the decision again that was taken back</source>
        <translation>Die zurückgenommene Entscheidung wieder treffen</translation>
    </message>
    <message>
        <source>Select &amp;all cells</source>
        <translation>&amp;Alle Zellen auswählen</translation>
    </message>
    <message>
        <source>Select every cell of the sample</source>
        <translation>Jede Zelle der Probe auswählen</translation>
    </message>
    <message>
        <source>Select all of this &amp;class</source>
        <translation>Alle dieser &amp;Klasse auswählen</translation>
    </message>
    <message>
        <source>Select every cell that has the current cell&apos;s class</source>
        <translation>Jede Zelle auswählen, die die Klasse der aktuellen Zelle hat</translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>Confirm the class of the selected cells</source>
        <translation>Die Klasse der ausgewählten Zellen bestätigen</translation>
    </message>
    <message>
        <source>Confirm all &amp;others…</source>
        <translation>Alle &amp;übrigen bestätigen…</translation>
    </message>
    <message>
        <source>Confirm every cell that is not yet reviewed and has a class</source>
        <translation>Jede noch nicht geprüfte Zelle bestätigen, die eine Klasse hat</translation>
    </message>
    <message>
        <source>&amp;Next uncertain cell</source>
        <translation>&amp;Nächste unsichere Zelle</translation>
    </message>
    <message>
        <source>Go to the unreviewed cell that needs your eye most</source>
        <translation>Zur ungeprüften Zelle gehen, die Ihr Auge am meisten braucht</translation>
    </message>
    <message>
        <source>&amp;Delete false cell</source>
        <translation>Falsche Zelle &amp;löschen</translation>
    </message>
    <message>
        <source>Take the selected objects out: they are no cells</source>
        <translation>Die ausgewählten Objekte herausnehmen: es sind keine Zellen</translation>
    </message>
    <message>
        <source>&amp;Next image</source>
        <translation>&amp;Nächstes Bild</translation>
    </message>
    <message>
        <source>Show the next image of the sample</source>
        <translation>Das nächste Bild der Probe zeigen</translation>
    </message>
    <message>
        <source>&amp;Previous image</source>
        <translation>&amp;Voriges Bild</translation>
    </message>
    <message>
        <source>Show the previous image of the sample</source>
        <translation>Das vorige Bild der Probe zeigen</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Durchsicht</translation>
    </message>
    <message>
        <source>Look at the cells of the open sample</source>
        <translation>Die Zellen der offenen Probe ansehen</translation>
    </message>
    <message>
        <source>&amp;Batch</source>
        <translation>&amp;Serie</translation>
    </message>
    <message>
        <source>Count many samples, one after the other</source>
        <translation>Viele Proben nacheinander auszählen</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>Verlau&amp;f</translation>
    </message>
    <message>
        <source>Every change of the open sample, with time and user</source>
        <translation>Jede Änderung der offenen Probe, mit Zeit und Benutzer</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
        <source>&amp;Count again…</source>
        <translation>&amp;Neu auszählen…</translation>
    </message>
    <message>
        <source>Count the sample&apos;s images anew, as a new record</source>
        <translation>Die Bilder der Probe neu auszählen, als neuer Datensatz</translation>
    </message>
    <message>
        <source>S&amp;top counting</source>
        <translation>Zählung &amp;anhalten</translation>
    </message>
    <message>
        <source>Stop the running count; what was found stays</source>
        <translation>Die laufende Zählung anhalten; was gefunden wurde, bleibt</translation>
    </message>
    <message>
        <source>Sample &amp;data…</source>
        <translation>Proben&amp;daten…</translation>
    </message>
    <message>
        <source>Enter the white cell count, for absolute counts</source>
        <translation>Die Leukozytenzahl eingeben, für absolute Zahlen</translation>
    </message>
    <message>
        <source>&amp;Sign…</source>
        <translation>&amp;Unterzeichnen…</translation>
    </message>
    <message>
        <source>Sign the reviewed sample; it is read-only afterwards</source>
        <translation>Die geprüfte Probe unterzeichnen; danach ist sie schreibgeschützt</translation>
    </message>
    <message>
        <source>Re-&amp;open…</source>
        <translation>Wieder ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a signed sample for changes, with a reason</source>
        <translation>Eine unterzeichnete Probe mit Begründung für Änderungen öffnen</translation>
    </message>
    <message>
        <source>Agreement with the m&amp;odel…</source>
        <translation>Übereinstimmung mit dem M&amp;odell…</translation>
    </message>
    <message>
        <source>Adapt the model to this &amp;microscope…</source>
        <translation>Modell an dieses &amp;Mikroskop anpassen…</translation>
    </message>
    <message>
        <source>Let the model learn from 50 to 100 reviewed cells of your own</source>
        <translation>Das Modell aus 50 bis 100 eigenen geprüften Zellen lernen lassen</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>Read the manual</source>
        <translation>Das Handbuch lesen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>All keys on one page</source>
        <translation>Alle Tasten auf einer Seite</translation>
    </message>
    <message>
        <source>Save &amp;diagnostics…</source>
        <translation>&amp;Diagnosedaten speichern…</translation>
    </message>
    <message>
        <source>Logs, versions and settings in one file without patient data, for a report</source>
        <translation>Protokolle, Versionen und Einstellungen in einer Datei, ohne Patientendaten, für eine Fehlermeldung</translation>
    </message>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnosedaten speichern</translation>
    </message>
    <message>
        <source>&amp;About</source>
        <translation>&amp;Über</translation>
    </message>
    <message>
        <source>Version, models, licences</source>
        <translation>Version, Modelle, Lizenzen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Cell</source>
        <translation>&amp;Zelle</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Sample</source>
        <translation>&amp;Probe</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Neutrophil</source>
        <translation>Neutrophiler</translation>
    </message>
    <message>
        <source>Eosinophil</source>
        <translation>Eosinophiler</translation>
    </message>
    <message>
        <source>Basophil</source>
        <translation>Basophiler</translation>
    </message>
    <message>
        <source>Lymphocyte</source>
        <translation>Lymphozyt</translation>
    </message>
    <message>
        <source>Monocyte</source>
        <translation>Monozyt</translation>
    </message>
    <message>
        <source>Unidentified</source>
        <translation>Unbestimmt</translation>
    </message>
    <message>
        <source>Not counted</source>
        <translation>Nicht gezählt</translation>
    </message>
    <message>
        <source>Nucleated red cell</source>
        <translation>Erythroblast</translation>
    </message>
    <message>
        <source>Immature granulocyte</source>
        <translation>Unreifer Granulozyt</translation>
    </message>
    <message>
        <source>Platelet</source>
        <translation>Thrombozyt</translation>
    </message>
    <message>
        <source>Smudge cell</source>
        <translation>Kernschatten</translation>
    </message>
    <message>
        <source>Artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Give the selected cells the class {name}</source>
        <translation>Den ausgewählten Zellen die Klasse {name} geben</translation>
    </message>
    <message>
        <source>reviewed</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>Einzelheiten &amp;kopieren</translation>
    </message>
    <message>
        <source>Something went wrong that should not have.</source>
        <translation>Etwas ist schiefgegangen, das nicht hätte schiefgehen dürfen.</translation>
    </message>
    <message>
        <source>Your review is saved up to the last decision. You can go on; if it happens again, copy the details into a report.</source>
        <translation>Ihre Durchsicht ist bis zur letzten Entscheidung gespeichert. Sie können weiterarbeiten; wenn es wieder geschieht, kopieren Sie die Einzelheiten in eine Meldung.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Export läuft</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>Close other programs, or choose the processor (CPU) as device in the settings.</source>
        <translation>Schließen Sie andere Programme, oder wählen Sie in den Einstellungen den Prozessor (CPU).</translation>
    </message>
    <message>
        <source>The file system refused: {a}.</source>
        <translation>Das Dateisystem verweigerte es: {a}.</translation>
    </message>
    <message>
        <source>Check that the disk is there, has room and may be written.</source>
        <translation>Prüfen Sie, ob der Datenträger da ist, Platz hat und beschrieben werden darf.</translation>
    </message>
    <message>
        <source>Ask for permission, or choose another place.</source>
        <translation>Um Erlaubnis bitten oder einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>An unexpected fault: {a}: {b}</source>
        <translation>Ein unerwarteter Fehler: {a}: {b}</translation>
    </message>
    <message>
        <source>Your work is saved. Copy the details into a report, so that it can be mended.</source>
        <translation>Ihre Arbeit ist gespeichert. Kopieren Sie die Einzelheiten in eine Meldung, damit der Fehler behoben werden kann.</translation>
    </message>
    <message>
        <source>There is a model of this name already.</source>
        <translation>Es gibt schon ein Modell dieses Namens.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The case is signed.</source>
        <translation>Die Probe ist unterzeichnet.</translation>
    </message>
    <message>
        <source>Re-open it to add a cell.</source>
        <translation>Öffnen Sie sie wieder, um eine Zelle hinzuzufügen.</translation>
    </message>
    <message>
        <source>The model is still loading.</source>
        <translation>Das Modell wird noch geladen.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>No case is open.</source>
        <translation>Es ist keine Probe geöffnet.</translation>
    </message>
    <message>
        <source>This is a second review already.</source>
        <translation>Dies ist schon ein Zweitbefund.</translation>
    </message>
    <message>
        <source>A second review is made by another person.</source>
        <translation>Den Zweitbefund macht eine andere Person.</translation>
    </message>
    <message>
        <source>Enter the second observer&apos;s name in the settings.</source>
        <translation>Geben Sie den Namen der zweiten Person in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>There is no image here that can be opened.</source>
        <translation>Hier gibt es kein Bild, das sich öffnen lässt.</translation>
    </message>
    <message>
        <source>Choose a folder of photographs (JPEG, PNG, TIFF) or a whole slide.</source>
        <translation>Wählen Sie einen Ordner mit Fotos (JPEG, PNG, TIFF) oder einen Scan.</translation>
    </message>
    <message>
        <source>The image cannot be read.</source>
        <translation>Das Bild lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Check that the file is there and whole.</source>
        <translation>Prüfen Sie, ob die Datei da und vollständig ist.</translation>
    </message>
    <message>
        <source>Adding a cell</source>
        <translation>Zelle wird hinzugefügt</translation>
    </message>
    <message>
        <source>Looking for images</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Drawing the demo smear</source>
        <translation>Demo-Ausstrich wird gezeichnet</translation>
    </message>
    <message>
        <source>This is the saved review of these images.</source>
        <translation>Dies ist die gespeicherte Durchsicht dieser Bilder.</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Probe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Gezählt</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Bemerkungen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>counting</source>
        <translation>wird gezählt</translation>
    </message>
    <message>
        <source>counted</source>
        <translation>gezählt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>{n} of {total} images: {warning}</source>
        <translation>{n} von {total} Bildern: {warning}</translation>
    </message>
    <message>
        <source>{a} labelled cells are too few to calibrate with.</source>
        <translation>{a} benannte Zellen sind zu wenige, um das Modell anzupassen.</translation>
    </message>
    <message>
        <source>{a} labelled cells are too few to calibrate with; {b} more lie in files that could not be read ({c}).</source>
        <translation>{a} benannte Zellen sind zu wenige, um das Modell anzupassen; {b} weitere liegen in Dateien, die nicht gelesen werden konnten ({c}).</translation>
    </message>
    <message>
        <source>Mend these files or take them from the list, and label more cells.</source>
        <translation>Diese Dateien in Ordnung bringen oder aus der Liste nehmen, und mehr Zellen benennen.</translation>
    </message>
    <message>
        <source>Label at least {a}, better 50 to 100, with some of every class.</source>
        <translation>Bestimmen Sie mindestens {a}, besser 50 bis 100, von jeder Klasse einige.</translation>
    </message>
    <message>
        <source>The model {a} is no classifier.</source>
        <translation>Das Modell {a} ist kein Klassifikator.</translation>
    </message>
    <message>
        <source>Choose one of those that wbc-desktop models lists as a classifier.</source>
        <translation>Wählen Sie in den Einstellungen einen der Klassifikatoren.</translation>
    </message>
    <message>
        <source>There is no device “{a}”.</source>
        <translation>Es gibt kein Gerät „{a}“.</translation>
    </message>
    <message>
        <source>There is no number format “{a}”.</source>
        <translation>Es gibt kein Zahlenformat „{a}“.</translation>
    </message>
    <message>
        <source>No {a} device is there.</source>
        <translation>Es ist kein {a}-Gerät da.</translation>
    </message>
    <message>
        <source>Leave out --device to use the best one there is, or update the graphics driver.</source>
        <translation>Wählen Sie „automatisch“, um das beste vorhandene zu nehmen, oder aktualisieren Sie den Grafiktreiber.</translation>
    </message>
    <message>
        <source>{a} ran out of memory; the batch was halved to {b}.</source>
        <translation>Der Speicher von {a} reichte nicht; es werden nur noch {b} Zellen auf einmal gerechnet.</translation>
    </message>
    <message>
        <source>{a} {b}; the count went on with the CPU.</source>
        <translation>{a}: {b}; die Zählung ging mit dem Prozessor (CPU) weiter.</translation>
    </message>
    <message>
        <source>{a} ran out of memory; the count went on with the CPU.</source>
        <translation>Der Speicher von {a} reichte nicht; die Zählung ging mit dem Prozessor (CPU) weiter.</translation>
    </message>
    <message>
        <source>{a} failed; the count went on with the CPU.</source>
        <translation>{a} ist ausgefallen; die Zählung ging mit dem Prozessor (CPU) weiter.</translation>
    </message>
    <message>
        <source>ran out of memory</source>
        <translation>der Speicher reichte nicht</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>The installed program cannot run this model: its network is none of the bundled ones.</source>
        <translation>Das installierte Programm kann dieses Modell nicht ausführen: sein Netz ist keines der mitgelieferten.</translation>
    </message>
    <message>
        <source>Calibrate again with this version, or count with a Python installation (pip), which has torch.</source>
        <translation>Passen Sie das Modell mit dieser Version neu an, oder zählen Sie mit einer Python-Installation (pip), die torch hat.</translation>
    </message>
    <message>
        <source>The model&apos;s ONNX file cannot be written.</source>
        <translation>Die ONNX-Datei des Modells lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>The model cannot be exported to ONNX here.</source>
        <translation>Das Modell lässt sich hier nicht nach ONNX exportieren.</translation>
    </message>
    <message>
        <source>Install the package onnx (pip install wbc-desktop[onnx]), or use the engine torch.</source>
        <translation>Installieren Sie das Paket onnx (pip install wbc-desktop[onnx]), oder rechnen Sie mit torch.</translation>
    </message>
    <message>
        <source>ONNX Runtime has no provider for {a}; it computes on the CPU.</source>
        <translation>ONNX Runtime kann {a} nicht nutzen; gerechnet wird auf dem Prozessor (CPU).</translation>
    </message>
    <message>
        <source>All labelled cells are of one class.</source>
        <translation>Alle benannten Zellen sind von einer Klasse.</translation>
    </message>
    <message>
        <source>The model&apos;s calibration is missing, damaged, or of another model.</source>
        <translation>Die Anpassung des Modells fehlt, ist beschädigt oder gehört zu einem anderen Modell.</translation>
    </message>
    <message>
        <source>Copy the model folder again, or calibrate again with this version.</source>
        <translation>Kopieren Sie den Ordner des Modells erneut, oder passen Sie es mit dieser Version neu an.</translation>
    </message>
    <message>
        <source>The output folder is not empty.</source>
        <translation>Der Ausgabeordner ist nicht leer.</translation>
    </message>
    <message>
        <source>Name a new folder.</source>
        <translation>Nennen Sie einen neuen Ordner.</translation>
    </message>
    <message>
        <source>The folder cannot be made.</source>
        <translation>Der Ordner lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The model cannot be written.</source>
        <translation>Das Modell lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Is the disk full?</source>
        <translation>Ist der Datenträger voll?</translation>
    </message>
    <message>
        <source>Looks like none of the five classes ({a}, {b}).</source>
        <translation>Sieht nach keiner der fünf Klassen aus ({a}, {b}).</translation>
    </message>
    <message>
        <source>The best class, {a}, reaches {b}, under the threshold of {c}; next is {d}.</source>
        <translation>Die beste Klasse, {a}, erreicht {b}, unter der Schwelle von {c}; es folgt {d}.</translation>
    </message>
    <message>
        <source>Rather none of the five ({a}), yet not surely.</source>
        <translation>Eher keine der fünf ({a}), doch nicht sicher.</translation>
    </message>
    <message>
        <source>The model&apos;s manifest is too large.</source>
        <translation>Die Beschreibung des Modells ist zu groß.</translation>
    </message>
    <message>
        <source>The folder holds no readable model manifest.</source>
        <translation>Der Ordner enthält keine lesbare Modellbeschreibung.</translation>
    </message>
    <message>
        <source>A model folder holds {a} and a .safetensors file.</source>
        <translation>Ein Modellordner enthält {a} und eine .safetensors-Datei.</translation>
    </message>
    <message>
        <source>The model&apos;s manifest is not valid: {a}: {b}.</source>
        <translation>Die Beschreibung des Modells ist nicht gültig: {a}: {b}.</translation>
    </message>
    <message>
        <source>Use a model folder written by wbc-train or wbc-desktop calibrate.</source>
        <translation>Nehmen Sie einen Modellordner, den dieses Programm geschrieben hat.</translation>
    </message>
    <message>
        <source>The pre-trained weights cannot be read.</source>
        <translation>Die vortrainierten Gewichte lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Give the safetensors file that shared/data/README.md names.</source>
        <translation>Nehmen Sie die safetensors-Datei, die shared/data/README.md nennt.</translation>
    </message>
    <message>
        <source>The weight {a} does not fit ResNet-18.</source>
        <translation>Das Gewicht {a} passt nicht zu ResNet-18.</translation>
    </message>
    <message>
        <source>The pre-trained weights hold no layer of ResNet-18.</source>
        <translation>Die vortrainierten Gewichte enthalten keine Schicht von ResNet-18.</translation>
    </message>
    <message>
        <source>The bundled cell finder is missing.</source>
        <translation>Der mitgelieferte Zellfinder fehlt.</translation>
    </message>
    <message>
        <source>The model&apos;s weights file is missing or is a link.</source>
        <translation>Die Gewichtsdatei des Modells fehlt oder ist eine Verknüpfung.</translation>
    </message>
    <message>
        <source>The model&apos;s weights file is too large.</source>
        <translation>Die Gewichtsdatei des Modells ist zu groß.</translation>
    </message>
    <message>
        <source>The model&apos;s weights do not match its manifest.</source>
        <translation>Die Gewichte des Modells passen nicht zu seiner Beschreibung.</translation>
    </message>
    <message>
        <source>The file was changed or damaged; copy the model folder again.</source>
        <translation>Die Datei wurde geändert oder beschädigt; kopieren Sie den Modellordner noch einmal.</translation>
    </message>
    <message>
        <source>The model holds values that are no numbers ({a}).</source>
        <translation>Das Modell enthält Werte, die keine Zahlen sind ({a}).</translation>
    </message>
    <message>
        <source>The weights do not fit the architecture {a}.</source>
        <translation>Die Gewichte passen nicht zur Architektur {a}.</translation>
    </message>
    <message>
        <source>The architecture {a} is not known to this program.</source>
        <translation>Die Architektur {a} ist diesem Programm nicht bekannt.</translation>
    </message>
    <message>
        <source>The bundled models are missing.</source>
        <translation>Die mitgelieferten Modelle fehlen.</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>There is no model “{a}”.</source>
        <translation>Es gibt kein Modell „{a}“.</translation>
    </message>
    <message>
        <source>Known models: {a}; or give a model folder.</source>
        <translation>Bekannte Modelle: {a}; oder nennen Sie einen Modellordner.</translation>
    </message>
    <message>
        <source>No bundled classifier is there.</source>
        <translation>Es ist kein mitgelieferter Klassifikator da.</translation>
    </message>
    <message>
        <source>saved review</source>
        <translation>gespeicherte Durchsicht</translation>
    </message>
    <message>
        <source>1 image not readable</source>
        <translation>1 Bild nicht lesbar</translation>
    </message>
    <message>
        <source>{n} images not readable</source>
        <translation>{n} Bilder nicht lesbar</translation>
    </message>
    <message>
        <source>Counting {name}</source>
        <translation>{name} wird gezählt</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>loading the model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>The class</source>
        <translation>Die Klasse</translation>
    </message>
    <message>
        <source>Cells in the class: reviewed, and not yet reviewed as the model called them</source>
        <translation>Zellen der Klasse: geprüfte, und ungeprüfte so, wie das Modell sie nannte</translation>
    </message>
    <message>
        <source>Share of the five classes in percent; the column adds to 100</source>
        <translation>Anteil an den fünf Klassen in Prozent; die Spalte ergibt 100</translation>
    </message>
    <message>
        <source>The model&apos;s own percentage, before any review</source>
        <translation>Der Prozentwert des Modells, vor jeder Durchsicht</translation>
    </message>
    <message>
        <source>Absolute count from the white cell count, 10⁹ cells per litre</source>
        <translation>Absolute Zahl aus der Leukozytenzahl, 10⁹ Zellen je Liter</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>reference {low} to {high} {unit}</source>
        <translation>Referenz {low} bis {high} {unit}</translation>
    </message>
    <message>
        <source>95 % interval {low} to {high} %</source>
        <translation>95-%-Intervall {low} bis {high} %</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95 % von</translation>
    </message>
    <message>
        <source>95 % to</source>
        <translation>95 % bis</translation>
    </message>
    <message>
        <source>Model %</source>
        <translation>Modell %</translation>
    </message>
    <message>
        <source>For research use only. Not for use in diagnostic procedures.</source>
        <translation>Nur für Forschungszwecke. Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>CSV tables (differential, cells, errors)</source>
        <translation>CSV-Tabellen (Blutbild, Zellen, Fehler)</translation>
    </message>
    <message>
        <source>PDF report of one page</source>
        <translation>PDF-Bericht auf einer Seite</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Excel-Arbeitsmappe</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>FHIR R4 (laboratory systems)</source>
        <translation>FHIR R4 (Laborsysteme)</translation>
    </message>
    <message>
        <source>HL7 v2.5.1 ORU file (laboratory systems)</source>
        <translation>HL7-v2.5.1-ORU-Datei (Laborsysteme)</translation>
    </message>
    <message>
        <source>GeoJSON (QuPath)</source>
        <translation>GeoJSON (QuPath)</translation>
    </message>
    <message>
        <source>COCO (training of models)</source>
        <translation>COCO (Training von Modellen)</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Old</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Reason, remarks</source>
        <translation>Grund, Bemerkungen</translation>
    </message>
    <message>
        <source>Record created</source>
        <translation>Datensatz angelegt</translation>
    </message>
    <message>
        <source>Image not counted</source>
        <translation>Bild nicht gezählt</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Reclassified</source>
        <translation>Umklassifiziert</translation>
    </message>
    <message>
        <source>Cell added</source>
        <translation>Zelle hinzugefügt</translation>
    </message>
    <message>
        <source>Cell deleted</source>
        <translation>Zelle gelöscht</translation>
    </message>
    <message>
        <source>Sample data</source>
        <translation>Probendaten</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Unterzeichnet</translation>
    </message>
    <message>
        <source>Re-opened</source>
        <translation>Wieder geöffnet</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Redone</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Geöffnet</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Setting changed</source>
        <translation>Einstellung geändert</translation>
    </message>
    <message>
        <source>Quality control</source>
        <translation>Qualitätskontrolle</translation>
    </message>
    <message>
        <source>Count ended</source>
        <translation>Zählung beendet</translation>
    </message>
    <message>
        <source>{act}: {image}, 1 cell</source>
        <translation>{act}: {image}, 1 Zelle</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 Zelle</translation>
    </message>
    <message>
        <source>{n} cells</source>
        <translation>{n} Zellen</translation>
    </message>
    <message>
        <source>1 answer weighed anew with the sample&apos;s own cells</source>
        <translation>1 Antwort mit den eigenen Zellen der Probe neu gewichtet</translation>
    </message>
    <message>
        <source>{n} answers weighed anew with the sample&apos;s own cells</source>
        <translation>{n} Antworten mit den eigenen Zellen der Probe neu gewichtet</translation>
    </message>
    <message>
        <source>{act}, {n} cells</source>
        <translation>{act}, {n} Zellen</translation>
    </message>
    <message>
        <source>{act}: cell {n} of {image}</source>
        <translation>{act}: Zelle {n} in {image}</translation>
    </message>
    <message>
        <source>order number</source>
        <translation>Auftragsnummer</translation>
    </message>
    <message>
        <source>cells to count</source>
        <translation>zu zählende Zellen</translation>
    </message>
    <message>
        <source>reason for fewer cells</source>
        <translation>Grund für weniger Zellen</translation>
    </message>
    <message>
        <source>white cell count</source>
        <translation>Leukozytenzahl</translation>
    </message>
    <message>
        <source>corrected from</source>
        <translation>korrigiert ab</translation>
    </message>
    <message>
        <source>microns per pixel</source>
        <translation>Mikrometer je Pixel</translation>
    </message>
    <message>
        <source>microns per pixel assumed</source>
        <translation>Mikrometer je Pixel angenommen</translation>
    </message>
    <message>
        <source>objective</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>stain batch</source>
        <translation>Färbecharge</translation>
    </message>
    <message>
        <source>reference intervals</source>
        <translation>Referenzbereiche</translation>
    </message>
    <message>
        <source>comment</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>patient number</source>
        <translation>Patientennummer</translation>
    </message>
    <message>
        <source>patient name</source>
        <translation>Patientenname</translation>
    </message>
    <message>
        <source>birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>signed by</source>
        <translation>unterzeichnet von</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>neutrophil</source>
        <translation>Neutrophiler</translation>
    </message>
    <message>
        <source>eosinophil</source>
        <translation>Eosinophiler</translation>
    </message>
    <message>
        <source>basophil</source>
        <translation>Basophiler</translation>
    </message>
    <message>
        <source>lymphocyte</source>
        <translation>Lymphozyt</translation>
    </message>
    <message>
        <source>monocyte</source>
        <translation>Monozyt</translation>
    </message>
    <message>
        <source>unidentified</source>
        <translation>unbestimmt</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>nicht gezählt</translation>
    </message>
    <message>
        <source>nucleated red cell</source>
        <translation>Erythroblast</translation>
    </message>
    <message>
        <source>immature granulocyte</source>
        <translation>unreifer Granulozyt</translation>
    </message>
    <message>
        <source>platelet</source>
        <translation>Thrombozyt</translation>
    </message>
    <message>
        <source>smudge cell</source>
        <translation>Kernschatten</translation>
    </message>
    <message>
        <source>artefact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>no cell</source>
        <translation>keine Zelle</translation>
    </message>
    <message>
        <source>another window</source>
        <translation>einem anderen Fenster</translation>
    </message>
    <message>
        <source>unknown user</source>
        <translation>unbekannter Benutzer</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz auf dem Datenträger</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>keine Erlaubnis</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht vorhanden</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Lese- oder Schreibfehler des Datenträgers</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>Gerät belegt</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>kein Ordner</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>Dateiname zu lang</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Datei zu groß</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>zu viele offene Dateien</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>das Netzlaufwerk ist nicht mehr da</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>der andere Rechner antwortet nicht</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>das Speicherkontingent ist erschöpft</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>das Netzlaufwerk ist nicht verbunden</translation>
    </message>
    <message>
        <source>adults; weak source</source>
        <translation>Erwachsene; schwache Quelle</translation>
    </message>
    <message>
        <source>Checking the images</source>
        <translation>Bilder werden geprüft</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Finds, classifies and counts white blood cells on your own computer.</source>
        <translation>Findet, klassifiziert und zählt Leukozyten auf Ihrem eigenen Rechner.</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>Modell: {name}</translation>
    </message>
    <message>
        <source>Processor: {name}</source>
        <translation>Prozessor: {name}</translation>
    </message>
    <message>
        <source>Records and settings: {folder}</source>
        <translation>Datensätze und Einstellungen: {folder}</translation>
    </message>
    <message>
        <source>This program is licensed under the Apache License 2.0. It uses Qt for Python (LGPL 3), PyTorch (BSD), OpenSlide (LGPL 2.1) and others; their licences lie in the program&apos;s folder.</source>
        <translation>Dieses Programm steht unter der Apache-Lizenz 2.0. Es verwendet Qt for Python (LGPL 3), PyTorch (BSD), OpenSlide (LGPL 2.1) und andere; deren Lizenzen liegen im Programmordner.</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>The manual is missing from this installation.</source>
        <translation>Das Handbuch fehlt in dieser Installation.</translation>
    </message>
    <message>
        <source>Confirmed cells of each class</source>
        <translation>Bestätigte Zellen jeder Klasse</translation>
    </message>
    <message>
        <source>Hide this message</source>
        <translation>Diese Meldung ausblenden</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Serie</translation>
    </message>
    <message>
        <source>Choose a folder of samples…</source>
        <translation>Ordner mit Proben wählen…</translation>
    </message>
    <message>
        <source>Hold the count between two images, or go on</source>
        <translation>Die Zählung zwischen zwei Bildern anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Count the rest</source>
        <translation>Den Rest zählen</translation>
    </message>
    <message>
        <source>Go on with the samples that were stopped</source>
        <translation>Mit den angehaltenen Proben weitermachen</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Empty this table; the samples stay stored and are found on the first page</source>
        <translation>Diese Tabelle leeren; die Proben bleiben gespeichert und stehen auf der ersten Seite</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>Alle exportieren…</translation>
    </message>
    <message>
        <source>Write the tables of all counted samples into a folder</source>
        <translation>Die Tabellen aller gezählten Proben in einen Ordner schreiben</translation>
    </message>
    <message>
        <source>Images counted</source>
        <translation>Gezählte Bilder</translation>
    </message>
    <message>
        <source>Choose a folder that holds one folder of images for each sample, or several slides.
They are counted one after the other; you can review a finished one while the rest goes on.</source>
        <translation>Wählen Sie einen Ordner, der für jede Probe einen Ordner mit Bildern enthält, oder mehrere Scans.
Sie werden nacheinander gezählt; eine fertige können Sie durchsehen, während der Rest weiterläuft.</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>{n} of {total} samples</source>
        <translation>{n} von {total} Proben</translation>
    </message>
    <message>
        <source>{n} of {total} images</source>
        <translation>{n} von {total} Bildern</translation>
    </message>
    <message>
        <source>{n} images a minute</source>
        <translation>{n} Bilder je Minute</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>noch etwa {time}</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>Cell inspector</source>
        <translation>Zellansicht</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Draw the outline of nucleus and cell</source>
        <translation>Den Umriss von Kern und Zelle zeichnen</translation>
    </message>
    <message>
        <source>Why the model did not name a class</source>
        <translation>Warum das Modell keine Klasse nannte</translation>
    </message>
    <message>
        <source>This is: {name}</source>
        <translation>Das ist: {name}</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>No cell chosen</source>
        <translation>Keine Zelle gewählt</translation>
    </message>
    <message>
        <source>Click a cell, or press N for the next uncertain one.</source>
        <translation>Klicken Sie eine Zelle an, oder drücken Sie N für die nächste unsichere.</translation>
    </message>
    <message>
        <source>{image}, cell {n}</source>
        <translation>{image}, Zelle {n}</translation>
    </message>
    <message>
        <source>Confirmed cells of your laboratory, the most alike first</source>
        <translation>Bestätigte Zellen Ihres Labors, die ähnlichsten zuerst</translation>
    </message>
    <message>
        <source>Model: not asked, added by hand</source>
        <translation>Modell: nicht gefragt, von Hand hinzugefügt</translation>
    </message>
    <message>
        <source>Model: {answer}</source>
        <translation>Modell: {answer}</translation>
    </message>
    <message>
        <source>Technician: not reviewed yet</source>
        <translation>Fachkraft: offen</translation>
    </message>
    <message>
        <source>Technician: {answer}, {who}</source>
        <translation>Fachkraft: {answer}, {who}</translation>
    </message>
    <message>
        <source>Technician: {answer}, {who}, {when}</source>
        <translation>Fachkraft: {answer}, {who}, {when}</translation>
    </message>
    <message>
        <source>Drawn examples, until cells of your own are signed</source>
        <translation>Gezeichnete Beispiele, bis eigene Zellen unterzeichnet sind</translation>
    </message>
    <message>
        <source>No cell</source>
        <translation>Keine Zelle</translation>
    </message>
    <message>
        <source>Enlarged cell</source>
        <translation>Vergrößerte Zelle</translation>
    </message>
    <message>
        <source>Colour of {name}</source>
        <translation>Farbe für {name}</translation>
    </message>
    <message>
        <source>Choose another colour</source>
        <translation>Eine andere Farbe wählen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Keys and colours as delivered</source>
        <translation>Tasten und Farben wie geliefert</translation>
    </message>
    <message>
        <source>Key of {name}</source>
        <translation>Taste für {name}</translation>
    </message>
    <message>
        <source>These keys are used twice or belong to another action: {keys}</source>
        <translation>Diese Tasten sind doppelt vergeben oder gehören zu einer anderen Aktion: {keys}</translation>
    </message>
    <message>
        <source>What the images show</source>
        <translation>Was die Bilder zeigen</translation>
    </message>
    <message>
        <source>What the images show; automatic looks at each one</source>
        <translation>Was die Bilder zeigen; „automatisch“ sieht jedes an</translation>
    </message>
    <message>
        <source>Images:</source>
        <translation>Bilder:</translation>
    </message>
    <message>
        <source>Model and processor of the next count; change them in the settings</source>
        <translation>Modell und Prozessor der nächsten Zählung; in den Einstellungen zu ändern</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>Gesichtsfelder</translation>
    </message>
    <message>
        <source>single cells</source>
        <translation>einzelne Zellen</translation>
    </message>
    <message>
        <source>whole slide</source>
        <translation>ganzer Scan</translation>
    </message>
    <message>
        <source>Differential</source>
        <translation>Differenzialblutbild</translation>
    </message>
    <message>
        <source>What more cells would settle</source>
        <translation>Was weitere Zellen klären würden</translation>
    </message>
    <message>
        <source>&amp;Target</source>
        <translation>&amp;Ziel</translation>
    </message>
    <message>
        <source>How many cells to count</source>
        <translation>Wie viele Zellen zu zählen sind</translation>
    </message>
    <message>
        <source>How many cells of the five classes to count</source>
        <translation>Wie viele Zellen der fünf Klassen zu zählen sind</translation>
    </message>
    <message>
        <source>Cells counted towards the target</source>
        <translation>Zum Ziel gezählte Zellen</translation>
    </message>
    <message>
        <source>Counts and percentages by class</source>
        <translation>Zahlen und Prozente nach Klasse</translation>
    </message>
    <message>
        <source>Next uncertain</source>
        <translation>Nächste unsichere</translation>
    </message>
    <message>
        <source>Confirm others…</source>
        <translation>Übrige bestätigen…</translation>
    </message>
    <message>
        <source>Sign…</source>
        <translation>Unterzeichnen…</translation>
    </message>
    <message>
        <source>{n} of {target} counted, {left} to go</source>
        <translation>{n} von {target} gezählt, noch {left}</translation>
    </message>
    <message>
        <source>{n} counted; the target of {target} is reached</source>
        <translation>{n} gezählt; das Ziel von {target} ist erreicht</translation>
    </message>
    <message>
        <source>1 unreviewed</source>
        <translation>1 ungeprüft</translation>
    </message>
    <message>
        <source>{n} unreviewed</source>
        <translation>{n} ungeprüft</translation>
    </message>
    <message>
        <source>1 unidentified</source>
        <translation>1 unbestimmt</translation>
    </message>
    <message>
        <source>{n} unidentified</source>
        <translation>{n} unbestimmt</translation>
    </message>
    <message>
        <source>Signed; read-only</source>
        <translation>Unterzeichnet; schreibgeschützt</translation>
    </message>
    <message>
        <source>Every cell is reviewed</source>
        <translation>Jede Zelle ist geprüft</translation>
    </message>
    <message>
        <source>No reference intervals are chosen, so there are no flags.</source>
        <translation>Es sind keine Referenzbereiche gewählt, daher gibt es keine Markierungen.</translation>
    </message>
    <message>
        <source>{name}: enter the white cell count to compare.</source>
        <translation>{name}: zum Vergleich die Leukozytenzahl eingeben.</translation>
    </message>
    <message>
        <source>Grey band: {name}</source>
        <translation>Graues Band: {name}</translation>
    </message>
    <message>
        <source>Neutrophils to lymphocytes {value} ({low} to {high})</source>
        <translation>Neutrophile zu Lymphozyten {value} ({low} bis {high})</translation>
    </message>
    <message>
        <source>{name}: about {n} more cells would settle the limit {limit}.</source>
        <translation>{name}: etwa {n} weitere Zellen würden die Grenze {limit} klären.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Es wird gezählt…</translation>
    </message>
    <message>
        <source>Safe to stop: no unreviewed cell can change a flag.</source>
        <translation>Genug geprüft: keine ungeprüfte Zelle kann eine Markierung ändern.</translation>
    </message>
    <message>
        <source>Unreviewed cells could still change a flag.</source>
        <translation>Ungeprüfte Zellen könnten noch eine Markierung ändern.</translation>
    </message>
    <message>
        <source>Export this sample</source>
        <translation>Diese Probe exportieren</translation>
    </message>
    <message>
        <source>Export {n} samples</source>
        <translation>{n} Proben exportieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>This sample is not signed; the report says so.</source>
        <translation>Diese Probe ist nicht unterzeichnet; der Bericht sagt es.</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>Ordner für die Ergebnisse</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Image shown</source>
        <translation>Gezeigtes Bild</translation>
    </message>
    <message>
        <source>Opacity, brightness and contrast</source>
        <translation>Deckkraft, Helligkeit und Kontrast</translation>
    </message>
    <message>
        <source>The image cannot be shown.</source>
        <translation>Das Bild kann nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>No mask file lies beside this image.</source>
        <translation>Bei diesem Bild liegt keine Maskendatei.</translation>
    </message>
    <message>
        <source>Gallery of cells</source>
        <translation>Zellgalerie</translation>
    </message>
    <message>
        <source>Arrow keys move, Shift extends the selection, class keys decide, Enter confirms.</source>
        <translation>Pfeiltasten bewegen, Umschalt erweitert die Auswahl, Klassentasten entscheiden, Eingabe bestätigt.</translation>
    </message>
    <message>
        <source>all reviewed</source>
        <translation>alle geprüft</translation>
    </message>
    <message>
        <source>{n} to review</source>
        <translation>{n} zu prüfen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Uncertain first</source>
        <translation>Unsichere zuerst</translation>
    </message>
    <message>
        <source>Certain first</source>
        <translation>Sichere zuerst</translation>
    </message>
    <message>
        <source>By image</source>
        <translation>Nach Bild</translation>
    </message>
    <message>
        <source>Show the cells of {name}; drop cells here to give them this class</source>
        <translation>Die Zellen der Klasse {name} zeigen; hier abgelegte Zellen erhalten diese Klasse</translation>
    </message>
    <message>
        <source>Order of the cells within a class</source>
        <translation>Reihenfolge der Zellen in einer Klasse</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>Größe der Vorschaubilder</translation>
    </message>
    <message>
        <source>Size of the thumbnails (Ctrl and the wheel)</source>
        <translation>Größe der Vorschaubilder (Strg und Mausrad)</translation>
    </message>
    <message>
        <source>{n} cells, {reviewed} reviewed</source>
        <translation>{n} Zellen, {reviewed} geprüft</translation>
    </message>
    <message>
        <source>, {n} selected</source>
        <translation>, {n} gewählt</translation>
    </message>
    <message>
        <source>No cells yet</source>
        <translation>Noch keine Zellen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Every change, newest first. Nothing is ever erased here: undo is a further entry. Open a row to see its cells.</source>
        <translation>Jede Änderung, die neueste zuerst. Hier wird nie etwas gelöscht: Rückgängig ist ein weiterer Eintrag. Öffnen Sie eine Zeile, um ihre Zellen zu sehen.</translation>
    </message>
    <message>
        <source>Adapt the model to this microscope</source>
        <translation>Modell an dieses Mikroskop anpassen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>The model learns from 50 to 100 cells of your own whose class a person has decided. Accuracy is read on cells that it has not learnt from; nothing leaves this computer.</source>
        <translation>Das Modell lernt aus 50 bis 100 eigenen Zellen, deren Klasse ein Mensch entschieden hat. Die Genauigkeit wird an Zellen gemessen, aus denen es nicht gelernt hat; nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>The &amp;reviewed cells of this computer&apos;s samples</source>
        <translation>Die &amp;geprüften Zellen der Proben auf diesem Computer</translation>
    </message>
    <message>
        <source>&amp;Cell images in one folder per class</source>
        <translation>&amp;Zellbilder, ein Ordner je Klasse</translation>
    </message>
    <message>
        <source>A &amp;table of labels (CSV: file, label; for fields x, y, width, height)</source>
        <translation>Eine &amp;Tabelle mit Bezeichnungen (CSV: file, label; bei Feldern x, y, width, height)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Den Ordner wählen</translation>
    </message>
    <message>
        <source>Choose the table</source>
        <translation>Die Tabelle wählen</translation>
    </message>
    <message>
        <source>&amp;Try it</source>
        <translation>&amp;Ausprobieren</translation>
    </message>
    <message>
        <source>our microscope {day}</source>
        <translation>unser Mikroskop {day}</translation>
    </message>
    <message>
        <source>&amp;Name of the new model</source>
        <translation>&amp;Name des neuen Modells</translation>
    </message>
    <message>
        <source>Folder with one folder of cells per class</source>
        <translation>Ordner mit einem Ordner von Zellen je Klasse</translation>
    </message>
    <message>
        <source>Table of labelled cells</source>
        <translation>Tabelle bezeichneter Zellen</translation>
    </message>
    <message>
        <source>Adapting the model</source>
        <translation>Das Modell wird angepasst</translation>
    </message>
    <message>
        <source>{n} cells: {classes}.</source>
        <translation>{n} Zellen: {classes}.</translation>
    </message>
    <message>
        <source>Right before: {before} %. Right after, on cells not learnt from: {after} %.</source>
        <translation>Richtig vorher: {before} %. Richtig nachher, an nicht gelernten Zellen: {after} %.</translation>
    </message>
    <message>
        <source>{n} cells were not found in their images and were left out.</source>
        <translation>{n} Zellen wurden in ihren Bildern nicht gefunden und weggelassen.</translation>
    </message>
    <message>
        <source>{n} cells lie in files that could not be read, and were left out. {file}: {why}</source>
        <translation>{n} Zellen liegen in Dateien, die nicht gelesen werden konnten, und wurden weggelassen. {file}: {why}</translation>
    </message>
    <message>
        <source>It would be no better and is not kept. Review more cells, above all of rare classes.</source>
        <translation>Es wäre nicht besser und wird nicht behalten. Prüfen Sie mehr Zellen, vor allem der seltenen Klassen.</translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation>Das Modell wird geschrieben</translation>
    </message>
    <message>
        <source>Overlay &amp;opacity</source>
        <translation>&amp;Deckkraft der Masken</translation>
    </message>
    <message>
        <source>&amp;Brightness</source>
        <translation>&amp;Helligkeit</translation>
    </message>
    <message>
        <source>&amp;Contrast</source>
        <translation>&amp;Kontrast</translation>
    </message>
    <message>
        <source>For the eye alone: the model always sees the image as it was taken.</source>
        <translation>Nur für das Auge: das Modell sieht das Bild immer so, wie es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>&amp;Reset brightness and contrast</source>
        <translation>Helligkeit und Kontrast &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>For research use only</source>
        <translation>Nur für Forschungszwecke</translation>
    </message>
    <message>
        <source>Not for use in diagnostic procedures.</source>
        <translation>Nicht für diagnostische Verfahren.</translation>
    </message>
    <message>
        <source>{n} files were written into {folder}.</source>
        <translation>{n} Dateien wurden nach {folder} geschrieben.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Microscope check: the images are in the range that the model knows.</source>
        <translation>Mikroskopprüfung: die Bilder liegen im Bereich, den das Modell kennt.</translation>
    </message>
    <message>
        <source>Microscope check: {causes}</source>
        <translation>Mikroskopprüfung: {causes}</translation>
    </message>
    <message>
        <source>Adapt the model…</source>
        <translation>Modell anpassen…</translation>
    </message>
    <message>
        <source>1 of {cells} answers changed once all cells of the sample were known.</source>
        <translation>1 von {cells} Antworten hat sich geändert, als alle Zellen der Probe bekannt waren.</translation>
    </message>
    <message>
        <source>{n} of {cells} answers changed once all cells of the sample were known.</source>
        <translation>{n} von {cells} Antworten haben sich geändert, als alle Zellen der Probe bekannt waren.</translation>
    </message>
    <message>
        <source>{n} not counted, such as {name}: {why}</source>
        <translation>{n} nicht gezählt, etwa {name}: {why}</translation>
    </message>
    <message>
        <source>This is the saved review; 1 image of its folder is not counted.</source>
        <translation>Dies ist die gespeicherte Durchsicht; 1 Bild des Ordners ist nicht gezählt.</translation>
    </message>
    <message>
        <source>This is the saved review; {n} images of its folder are not counted.</source>
        <translation>Dies ist die gespeicherte Durchsicht; {n} Bilder des Ordners sind nicht gezählt.</translation>
    </message>
    <message>
        <source>Count them</source>
        <translation>Auszählen</translation>
    </message>
    <message>
        <source>The stopped count of this slide goes on.</source>
        <translation>Die angehaltene Zählung dieses Objektträgers geht weiter.</translation>
    </message>
    <message>
        <source>The stopped count of this sample goes on: 1 image is left.</source>
        <translation>Die angehaltene Zählung dieser Probe geht weiter: 1 Bild ist noch zu zählen.</translation>
    </message>
    <message>
        <source>The stopped count of this sample goes on: {n} images are left.</source>
        <translation>Die angehaltene Zählung dieser Probe geht weiter: {n} Bilder sind noch zu zählen.</translation>
    </message>
    <message>
        <source>1 of these samples was counted before: its saved review is kept.</source>
        <translation>1 dieser Proben wurde schon gezählt: Ihre gespeicherte Durchsicht bleibt.</translation>
    </message>
    <message>
        <source>{n} of these samples were counted before: their saved reviews are kept.</source>
        <translation>{n} dieser Proben wurden schon gezählt: Ihre gespeicherten Durchsichten bleiben.</translation>
    </message>
    <message>
        <source>Count them again</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>Count again…</source>
        <translation>Neu auszählen…</translation>
    </message>
    <message>
        <source>User: {name}</source>
        <translation>Benutzer: {name}</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>unterzeichnet</translation>
    </message>
    <message>
        <source>signed again</source>
        <translation>erneut unterzeichnet</translation>
    </message>
    <message>
        <source>{n} of {total} cells to review</source>
        <translation>{n} von {total} Zellen zu prüfen</translation>
    </message>
    <message>
        <source>reviewed, not signed</source>
        <translation>geprüft, nicht unterzeichnet</translation>
    </message>
    <message>
        <source>{n} cells counted in {images} images</source>
        <translation>{n} Zellen in {images} Bildern gezählt</translation>
    </message>
    <message>
        <source>Overview of the image</source>
        <translation>Übersicht über das Bild</translation>
    </message>
    <message>
        <source>Overview: click or drag to move</source>
        <translation>Übersicht: klicken oder ziehen, um sich zu bewegen</translation>
    </message>
    <message>
        <source>automatic: the best validated one</source>
        <translation>automatisch: das am besten geprüfte</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>Prozessor (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics (CUDA)</source>
        <translation>NVIDIA-Grafik (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>None of the five</source>
        <translation>Keine davon</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Neu auszählen</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Zählen</translation>
    </message>
    <message>
        <source>The images are counted anew, as a new record. The present record with its review stays stored and is found on the first page.</source>
        <translation>Die Bilder werden als neuer Datensatz ausgezählt. Der jetzige Datensatz bleibt mit seiner Durchsicht gespeichert und steht auf der ersten Seite.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>&amp;Images</source>
        <translation>&amp;Bilder</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Processor</source>
        <translation>&amp;Prozessor</translation>
    </message>
    <message>
        <source>Reference intervals of a new sample</source>
        <translation>Referenzbereiche einer neuen Probe</translation>
    </message>
    <message>
        <source>For new &amp;samples</source>
        <translation>Für neue &amp;Proben</translation>
    </message>
    <message>
        <source>&amp;New set of our own…</source>
        <translation>&amp;Neuer eigener Satz…</translation>
    </message>
    <message>
        <source>&amp;Remove this set</source>
        <translation>Diesen Satz &amp;entfernen</translation>
    </message>
    <message>
        <source>Laboratories disagree on these limits, so none is in force until you choose one. The set&apos;s name is printed with the result, and the set is stored with each sample.</source>
        <translation>Labore sind sich über diese Grenzen nicht einig; darum gilt keiner, bis Sie einen wählen. Der Name des Satzes wird mit dem Ergebnis gedruckt, und der Satz wird mit jeder Probe gespeichert.</translation>
    </message>
    <message>
        <source>none: no flags</source>
        <translation>keine: keine Markierungen</translation>
    </message>
    <message>
        <source>New set of reference intervals</source>
        <translation>Neuer Satz von Referenzbereichen</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>adults</source>
        <translation>Erwachsene</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>&amp;Quelle</translation>
    </message>
    <message>
        <source>Who approved or published the limits</source>
        <translation>Wer die Grenzen freigegeben oder veröffentlicht hat</translation>
    </message>
    <message>
        <source>&amp;Population</source>
        <translation>&amp;Gruppe</translation>
    </message>
    <message>
        <source>&amp;Valid from</source>
        <translation>Gültig &amp;ab</translation>
    </message>
    <message>
        <source>Lower limit of {name}</source>
        <translation>Untergrenze für {name}</translation>
    </message>
    <message>
        <source>Upper limit of {name}</source>
        <translation>Obergrenze für {name}</translation>
    </message>
    <message>
        <source>What to do with the cell</source>
        <translation>Was mit der Zelle geschehen soll</translation>
    </message>
    <message>
        <source>Not counted, &amp;kind</source>
        <translation>Nicht gezählt, &amp;Art</translation>
    </message>
    <message>
        <source>&amp;Delete: no cell</source>
        <translation>&amp;Löschen: keine Zelle</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>&amp;Order number</source>
        <translation>&amp;Auftragsnummer</translation>
    </message>
    <message>
        <source>Cells to &amp;count</source>
        <translation>Zu &amp;zählende Zellen</translation>
    </message>
    <message>
        <source>Co&amp;mment</source>
        <translation>Be&amp;merkung</translation>
    </message>
    <message>
        <source>Printed on the report</source>
        <translation>Steht auf dem Bericht</translation>
    </message>
    <message>
        <source>not entered</source>
        <translation>nicht eingegeben</translation>
    </message>
    <message>
        <source>&amp;White cell count</source>
        <translation>&amp;Leukozytenzahl</translation>
    </message>
    <message>
        <source>From the analyser; gives absolute counts</source>
        <translation>Vom Analysegerät; ergibt absolute Zahlen</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>keine Angabe</translation>
    </message>
    <message>
        <source>already corrected</source>
        <translation>bereits korrigiert</translation>
    </message>
    <message>
        <source>not corrected</source>
        <translation>nicht korrigiert</translation>
    </message>
    <message>
        <source>Correction for nucleated red cells</source>
        <translation>Korrektur für Erythroblasten</translation>
    </message>
    <message>
        <source>Many analysers have taken nucleated red cells out of the count already</source>
        <translation>Viele Geräte haben Erythroblasten bereits aus der Zahl herausgerechnet</translation>
    </message>
    <message>
        <source>&amp;Nucleated red cells</source>
        <translation>&amp;Erythroblasten</translation>
    </message>
    <message>
        <source>Reference intervals</source>
        <translation>Referenzbereiche</translation>
    </message>
    <message>
        <source>&amp;Reference intervals</source>
        <translation>&amp;Referenzbereiche</translation>
    </message>
    <message>
        <source>Printed with the result</source>
        <translation>Steht beim Ergebnis</translation>
    </message>
    <message>
        <source>Patient fields are switched off in the settings of the laboratory.</source>
        <translation>Patientenfelder sind in den Einstellungen des Labors ausgeschaltet.</translation>
    </message>
    <message>
        <source>female</source>
        <translation>weiblich</translation>
    </message>
    <message>
        <source>male</source>
        <translation>männlich</translation>
    </message>
    <message>
        <source>other</source>
        <translation>divers</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Patient n&amp;umber</source>
        <translation>Patientenn&amp;ummer</translation>
    </message>
    <message>
        <source>Patient n&amp;ame</source>
        <translation>P&amp;atientenname</translation>
    </message>
    <message>
        <source>&amp;Birth date</source>
        <translation>&amp;Geburtsdatum</translation>
    </message>
    <message>
        <source>Se&amp;x</source>
        <translation>Gesc&amp;hlecht</translation>
    </message>
    <message>
        <source>Scale bar: {length}</source>
        <translation>Maßstab: {length}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Labor</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>Sprache und Aussehen</translation>
    </message>
    <message>
        <source>The classifier of the next count</source>
        <translation>Der Klassifikator der nächsten Zählung</translation>
    </message>
    <message>
        <source>the model&apos;s own</source>
        <translation>die des Modells</translation>
    </message>
    <message>
        <source>A cell of which the model is less certain is unidentified; the next count uses it</source>
        <translation>Eine Zelle, bei der das Modell weniger sicher ist, gilt als unbestimmt; ab der nächsten Zählung</translation>
    </message>
    <message>
        <source>&amp;Certainty needed</source>
        <translation>Nötige &amp;Sicherheit</translation>
    </message>
    <message>
        <source>Cells to count</source>
        <translation>Zu zählende Zellen</translation>
    </message>
    <message>
        <source>The target of a new sample</source>
        <translation>Das Ziel einer neuen Probe</translation>
    </message>
    <message>
        <source>&amp;Decimals of percentages</source>
        <translation>&amp;Nachkommastellen der Prozente</translation>
    </message>
    <message>
        <source>exact (Clopper-Pearson)</source>
        <translation>exakt (Clopper-Pearson)</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>95 % &amp;interval</source>
        <translation>95-%-&amp;Intervall</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>Ihr &amp;Name</translation>
    </message>
    <message>
        <source>Stands beside each of your decisions</source>
        <translation>Steht bei jeder Ihrer Entscheidungen</translation>
    </message>
    <message>
        <source>&amp;Correct for nucleated red cells from</source>
        <translation>Für Erythroblasten &amp;korrigieren ab</translation>
    </message>
    <message>
        <source>&amp;Laboratory</source>
        <translation>&amp;Labor</translation>
    </message>
    <message>
        <source>Printed on reports</source>
        <translation>Steht auf Berichten</translation>
    </message>
    <message>
        <source>Signing needs every cell to be &amp;reviewed</source>
        <translation>Zum Unterzeichnen muss jede Zelle &amp;geprüft sein</translation>
    </message>
    <message>
        <source>Ask for &amp;patient fields, and print them</source>
        <translation>&amp;Patientenfelder abfragen und drucken</translation>
    </message>
    <message>
        <source> per 100 white cells</source>
        <translation> je 100 Leukozyten</translation>
    </message>
    <message>
        <source>From so many nucleated red cells on, the entered white cell count is corrected</source>
        <translation>Ab so vielen Erythroblasten wird die eingegebene Leukozytenzahl korrigiert</translation>
    </message>
    <message>
        <source>Everything stays on this computer.</source>
        <translation>Alles bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>the computer&apos;s</source>
        <translation>wie der Rechner</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>Schrift&amp;größe</translation>
    </message>
    <message>
        <source>Another language is shown when the program is started again.</source>
        <translation>Eine andere Sprache erscheint beim nächsten Start des Programms.</translation>
    </message>
    <message>
        <source>Sign {name}</source>
        <translation>{name} unterzeichnen</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Unterzeichnen</translation>
    </message>
    <message>
        <source>You sign as {user}. The sample is read-only afterwards.</source>
        <translation>Sie unterzeichnen als {user}. Die Probe ist danach schreibgeschützt.</translation>
    </message>
    <message>
        <source>&amp;Comment, or the reason why fewer cells were counted</source>
        <translation>&amp;Bemerkung, oder der Grund, warum weniger Zellen gezählt wurden</translation>
    </message>
    <message>
        <source>Re-open a signed sample</source>
        <translation>Unterzeichnete Probe wieder öffnen</translation>
    </message>
    <message>
        <source>Re-open</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>The signature stays in the history; the result gets a new version when it is signed again.</source>
        <translation>Die Unterschrift bleibt im Verlauf; das Ergebnis erhält beim erneuten Unterzeichnen eine neue Version.</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>Leukocytes are counted.</source>
        <translation>Leukozyten sind gezählt.</translation>
    </message>
    <message>
        <source>No cell is unidentified.</source>
        <translation>Keine Zelle ist unbestimmt.</translation>
    </message>
    <message>
        <source>Every cell is reviewed.</source>
        <translation>Jede Zelle ist geprüft.</translation>
    </message>
    <message>
        <source>The count target is reached, or a reason is given.</source>
        <translation>Das Zählziel ist erreicht, oder ein Grund ist angegeben.</translation>
    </message>
    <message>
        <source>It is known who signs.</source>
        <translation>Es ist bekannt, wer unterzeichnet.</translation>
    </message>
    <message>
        <source>The white cell count is entered completely, or not at all.</source>
        <translation>Die Leukozytenzahl ist vollständig oder gar nicht eingegeben.</translation>
    </message>
    <message>
        <source>The model&apos;s version is stored.</source>
        <translation>Die Version des Modells ist gespeichert.</translation>
    </message>
    <message>
        <source>The scale of the images is known.</source>
        <translation>Der Maßstab der Bilder ist bekannt.</translation>
    </message>
    <message>
        <source>Reference intervals are chosen.</source>
        <translation>Referenzbereiche sind gewählt.</translation>
    </message>
    <message>
        <source>Every image could be counted.</source>
        <translation>Jedes Bild konnte gezählt werden.</translation>
    </message>
    <message>
        <source>The copy of the cases cannot be written.</source>
        <translation>Die Kopie der Proben lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Free some space or name another file.</source>
        <translation>Schaffen Sie Platz, oder nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Cells of this case are not reviewed ({a}), so it holds no cell-location test yet.</source>
        <translation>Zellen dieser Probe sind nicht geprüft ({a}); sie enthält daher noch keinen Zellfindungstest.</translation>
    </message>
    <message>
        <source>Add every white cell that was missed, remove what is no cell, and confirm the others.</source>
        <translation>Fügen Sie jeden übersehenen Leukozyten hinzu, entfernen Sie, was keine Zelle ist, und bestätigen Sie die übrigen.</translation>
    </message>
    <message>
        <source>The history of the case has a gap.</source>
        <translation>Der Verlauf der Probe hat eine Lücke.</translation>
    </message>
    <message>
        <source>The case has no history.</source>
        <translation>Die Probe hat keinen Verlauf.</translation>
    </message>
    <message>
        <source>Run wbc-desktop verify.</source>
        <translation>Prüfen Sie den Verlauf (Menü Labor, oder der Befehl wbc-desktop verify).</translation>
    </message>
    <message>
        <source>The case is signed and cannot be changed.</source>
        <translation>Die Probe ist unterzeichnet und lässt sich nicht ändern.</translation>
    </message>
    <message>
        <source>Re-open it with a reason.</source>
        <translation>Öffnen Sie sie mit einer Begründung wieder.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>Nothing of the sample data was changed.</source>
        <translation>An den Probendaten wurde nichts geändert.</translation>
    </message>
    <message>
        <source>No answer was changed.</source>
        <translation>Keine Antwort wurde geändert.</translation>
    </message>
    <message>
        <source>The case is not signed.</source>
        <translation>Die Probe ist nicht unterzeichnet.</translation>
    </message>
    <message>
        <source>Re-opening a signed case needs a reason.</source>
        <translation>Um eine unterzeichnete Probe wieder zu öffnen, braucht es einen Grund.</translation>
    </message>
    <message>
        <source>Write why it is opened again.</source>
        <translation>Schreiben Sie, warum sie wieder geöffnet wird.</translation>
    </message>
    <message>
        <source>Cells of this image are in the case already.</source>
        <translation>Zellen dieses Bildes sind schon in der Probe.</translation>
    </message>
    <message>
        <source>A cell belongs to another image.</source>
        <translation>Eine Zelle gehört zu einem anderen Bild.</translation>
    </message>
    <message>
        <source>“{a}” is not an act to note.</source>
        <translation>„{a}“ ist nichts, was sich vermerken lässt.</translation>
    </message>
    <message>
        <source>The cell is not in the case (any more).</source>
        <translation>Die Zelle ist nicht (mehr) in der Probe.</translation>
    </message>
    <message>
        <source>There is no class “{a}”.</source>
        <translation>Es gibt keine Klasse „{a}“.</translation>
    </message>
    <message>
        <source>There is a cell {a} in {b} already.</source>
        <translation>In {b} gibt es schon eine Zelle {a}.</translation>
    </message>
    <message>
        <source>The image of the cell is not part of the case.</source>
        <translation>Das Bild der Zelle gehört nicht zur Probe.</translation>
    </message>
    <message>
        <source>The file cannot be written ({a}).</source>
        <translation>Die Datei lässt sich nicht schreiben ({a}).</translation>
    </message>
    <message>
        <source>Free some space, close the file in other programs, or choose another folder.</source>
        <translation>Schaffen Sie Platz, schließen Sie die Datei in anderen Programmen, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The 95 % interval {a}-{b} {c} contains the limit {d} {e}</source>
        <translation>Das 95-%-Intervall {a} bis {b} {c} enthält die Grenze {d} {e}</translation>
    </message>
    <message>
        <source>{a}; counting more will hardly settle it.</source>
        <translation>{a}; mehr zu zählen wird das kaum klären.</translation>
    </message>
    <message>
        <source>{a}; about {b} more cells would settle it.</source>
        <translation>{a}; etwa {b} weitere Zellen würden das klären.</translation>
    </message>
    <message>
        <source>The reference set is not complete.</source>
        <translation>Der Satz von Referenzbereichen ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The stored reference set cannot be read.</source>
        <translation>Der gespeicherte Satz von Referenzbereichen lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>A reference set needs a name and a source.</source>
        <translation>Ein Satz von Referenzbereichen braucht einen Namen und eine Quelle.</translation>
    </message>
    <message>
        <source>A reference set needs the date from which it is valid (YYYY-MM-DD).</source>
        <translation>Ein Satz von Referenzbereichen braucht das Datum, ab dem er gilt (JJJJ-MM-TT).</translation>
    </message>
    <message>
        <source>A reference set has no interval for “{a}” in “{b}”.</source>
        <translation>Ein Satz von Referenzbereichen hat keinen Bereich für „{a}“ in „{b}“.</translation>
    </message>
    <message>
        <source>The limits of “{a}” ({b}) make no sense.</source>
        <translation>Die Grenzen von „{a}“ ({b}) ergeben keinen Sinn.</translation>
    </message>
    <message>
        <source>“{a}” ({b}) is there twice.</source>
        <translation>„{a}“ ({b}) ist zweimal da.</translation>
    </message>
    <message>
        <source>The white cell count must be a number above zero, in 10^9/L.</source>
        <translation>Die Leukozytenzahl muss eine Zahl über null sein, in 10^9/L.</translation>
    </message>
    <message>
        <source>The count target must be at least 1.</source>
        <translation>Das Zählziel muss mindestens 1 sein.</translation>
    </message>
    <message>
        <source>The scale must lie between 0.001 and 100 microns per pixel.</source>
        <translation>Der Maßstab muss zwischen 0,001 und 100 Mikrometern je Pixel liegen.</translation>
    </message>
    <message>
        <source>The nRBC limit must lie between 0 and 1000 per 100 WBC.</source>
        <translation>Die Grenze für Erythroblasten muss zwischen 0 und 1000 je 100 Leukozyten liegen.</translation>
    </message>
    <message>
        <source>{a} cells are {b}; decide on them.</source>
        <translation>{a} Zellen sind {b}; entscheiden Sie darüber.</translation>
    </message>
    <message>
        <source>{a} cells are not reviewed.</source>
        <translation>{a} Zellen sind nicht geprüft.</translation>
    </message>
    <message>
        <source>{a} of {b} cells are counted; go on, or give a reason.</source>
        <translation>{a} von {b} Zellen sind gezählt; zählen Sie weiter, oder geben Sie einen Grund an.</translation>
    </message>
    <message>
        <source>Nobody is named as the one who signs.</source>
        <translation>Es steht nicht fest, wer unterzeichnet.</translation>
    </message>
    <message>
        <source>Say whether the entered WBC is already corrected for nRBC.</source>
        <translation>Geben Sie an, ob die Leukozytenzahl bereits für Erythroblasten korrigiert ist.</translation>
    </message>
    <message>
        <source>The model&apos;s hash is not stored with the case.</source>
        <translation>Die Prüfsumme des Modells ist nicht bei der Probe gespeichert.</translation>
    </message>
    <message>
        <source>The scale of the images is not known.</source>
        <translation>Der Maßstab der Bilder ist nicht bekannt.</translation>
    </message>
    <message>
        <source>No reference set is chosen; no flags are given.</source>
        <translation>Es sind keine Referenzbereiche gewählt, daher gibt es keine Markierungen.</translation>
    </message>
    <message>
        <source>{a} images could not be counted.</source>
        <translation>{a} Bilder ließen sich nicht zählen.</translation>
    </message>
    <message>
        <source>The case is signed already.</source>
        <translation>Die Probe ist schon unterzeichnet.</translation>
    </message>
    <message>
        <source>The case cannot be signed yet.</source>
        <translation>Die Probe lässt sich noch nicht unterzeichnen.</translation>
    </message>
    <message>
        <source>{a} cells stand as the model called them, unreviewed.</source>
        <translation>{a} Zellen stehen ungeprüft so da, wie das Modell sie nannte.</translation>
    </message>
    <message>
        <source>No leukocyte was counted.</source>
        <translation>Es wurde kein Leukozyt gezählt.</translation>
    </message>
    <message>
        <source>The white cell count must be a number above zero.</source>
        <translation>Die Leukozytenzahl muss eine Zahl über null sein.</translation>
    </message>
    <message>
        <source>Enter it as 10^9/L or per microlitre.</source>
        <translation>Geben Sie sie in 10^9/L oder je Mikroliter ein.</translation>
    </message>
    <message>
        <source>The entered WBC is not usable.</source>
        <translation>Die eingegebene Leukozytenzahl ist nicht brauchbar.</translation>
    </message>
    <message>
        <source>WBC entered: {a} x {b}</source>
        <translation>Eingegebene Leukozytenzahl: {a} × {b}</translation>
    </message>
    <message>
        <source>nRBC: {a} per 100 WBC; corrected from {b} on</source>
        <translation>Erythroblasten: {a} je 100 Leukozyten; korrigiert wird ab {b}</translation>
    </message>
    <message>
        <source>Already corrected by the analyser: unchanged.</source>
        <translation>Vom Analysegerät schon korrigiert: unverändert.</translation>
    </message>
    <message>
        <source>No leukocyte counted: not corrected.</source>
        <translation>Kein Leukozyt gezählt: nicht korrigiert.</translation>
    </message>
    <message>
        <source>No nRBC: unchanged.</source>
        <translation>Keine Erythroblasten: unverändert.</translation>
    </message>
    <message>
        <source>Below the limit: unchanged.</source>
        <translation>Unter der Grenze: unverändert.</translation>
    </message>
    <message>
        <source>There is no second review yet.</source>
        <translation>Es gibt noch keinen Zweitbefund.</translation>
    </message>
    <message>
        <source>Begin one in the window, under Laboratory.</source>
        <translation>Beginnen Sie einen, im Menü Labor.</translation>
    </message>
    <message>
        <source>There is no reviewed case yet.</source>
        <translation>Es gibt noch keine geprüfte Probe.</translation>
    </message>
    <message>
        <source>Confirm or correct cells in the window.</source>
        <translation>Bestätigen oder berichtigen Sie Zellen.</translation>
    </message>
    <message>
        <source>The results cannot be written ({a}).</source>
        <translation>Die Ergebnisse lassen sich nicht schreiben ({a}).</translation>
    </message>
    <message>
        <source>Free some space, close the file in other programs or choose another folder; then go on with --resume.</source>
        <translation>Schaffen Sie Platz, schließen Sie die Datei in anderen Programmen, oder wählen Sie einen anderen Ordner; exportieren Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>There is no format “{a}”.</source>
        <translation>Es gibt kein Format „{a}“.</translation>
    </message>
    <message>
        <source>There are: {a}.</source>
        <translation>Es gibt: {a}.</translation>
    </message>
    <message>
        <source>The folder holds files already.</source>
        <translation>Der Ordner enthält schon Dateien.</translation>
    </message>
    <message>
        <source>Name an empty folder.</source>
        <translation>Wählen Sie einen leeren Ordner.</translation>
    </message>
    <message>
        <source>The folder cannot be read.</source>
        <translation>Der Ordner lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>There are no reviewed cells for a teaching set.</source>
        <translation>Es gibt keine geprüften Zellen für eine Lehrsammlung.</translation>
    </message>
    <message>
        <source>Confirm cells first.</source>
        <translation>Bestätigen Sie zuerst Zellen.</translation>
    </message>
    <message>
        <source>The case is stored already.</source>
        <translation>Die Probe ist schon gespeichert.</translation>
    </message>
    <message>
        <source>There is no such case.</source>
        <translation>Eine solche Probe gibt es nicht.</translation>
    </message>
    <message>
        <source>“{a}” names {b} cases.</source>
        <translation>„{a}“ meint {b} Proben.</translation>
    </message>
    <message>
        <source>Give one id: {a}.</source>
        <translation>Nennen Sie eine Kennung: {a}.</translation>
    </message>
    <message>
        <source>There is no case “{a}”.</source>
        <translation>Es gibt keine Probe „{a}“.</translation>
    </message>
    <message>
        <source>wbc-desktop cases lists those there are.</source>
        <translation>Der Befehl wbc-desktop cases nennt die vorhandenen.</translation>
    </message>
    <message>
        <source>Deleting a case needs a reason.</source>
        <translation>Um eine Probe zu löschen, braucht es einen Grund.</translation>
    </message>
    <message>
        <source>The case is not open.</source>
        <translation>Die Probe ist nicht geöffnet.</translation>
    </message>
    <message>
        <source>The case is not stored.</source>
        <translation>Die Probe ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>The case was changed meanwhile by {a} ({b}).</source>
        <translation>Die Probe wurde inzwischen von {a} geändert ({b}).</translation>
    </message>
    <message>
        <source>Your last edit was not stored; it is shown as it is now, and you can make the edit again.</source>
        <translation>Ihre letzte Änderung wurde nicht gespeichert; die Probe wird so gezeigt, wie sie jetzt ist, und Sie können die Änderung noch einmal machen.</translation>
    </message>
    <message>
        <source>The daily backup was not made. {a}</source>
        <translation>Die tägliche Sicherung wurde nicht gemacht. {a}</translation>
    </message>
    <message>
        <source>Entry {a} of the history is damaged.</source>
        <translation>Eintrag {a} des Verlaufs ist beschädigt.</translation>
    </message>
    <message>
        <source>A stored cell is damaged.</source>
        <translation>Eine gespeicherte Zelle ist beschädigt.</translation>
    </message>
    <message>
        <source>The file exists already.</source>
        <translation>Die Datei gibt es schon.</translation>
    </message>
    <message>
        <source>Name another file.</source>
        <translation>Nennen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>The file is not a case database.</source>
        <translation>Die Datei ist keine Datenbank von Proben.</translation>
    </message>
    <message>
        <source>The case database has schema {a}; this program knows {b} and older.</source>
        <translation>Die Datenbank hat das Schema {a}; dieses Programm kennt {b} und ältere.</translation>
    </message>
    <message>
        <source>Update the program; the file was not changed.</source>
        <translation>Aktualisieren Sie das Programm; die Datei wurde nicht verändert.</translation>
    </message>
    <message>
        <source>The newest backup is {a}.</source>
        <translation>Die neueste Sicherung ist {a}.</translation>
    </message>
    <message>
        <source>The case database is damaged.</source>
        <translation>Die Datenbank der Proben ist beschädigt.</translation>
    </message>
    <message>
        <source>Keep the file, and restore a backup from {a}.{b}</source>
        <translation>Bewahren Sie die Datei auf, und holen Sie eine Sicherung aus {a} zurück. {b}</translation>
    </message>
    <message>
        <source>The case database is in use by another program.</source>
        <translation>Die Datenbank der Proben wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Moment, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The case database cannot be used.</source>
        <translation>Die Datenbank der Proben lässt sich nicht benutzen.</translation>
    </message>
    <message>
        <source>Check that its folder can be written to and that the disk is not full.</source>
        <translation>Prüfen Sie, ob ihr Ordner beschrieben werden darf und ob der Datenträger Platz hat.</translation>
    </message>
    <message>
        <source>The case database refuses this change.</source>
        <translation>Die Datenbank der Proben lehnt diese Änderung ab.</translation>
    </message>
    <message>
        <source>The case database&apos;s folder cannot be used.</source>
        <translation>Der Ordner der Datenbank lässt sich nicht benutzen.</translation>
    </message>
    <message>
        <source>The file is damaged: {a}</source>
        <translation>Die Datei ist beschädigt: {a}</translation>
    </message>
    <message>
        <source>Rows {a} to {b} are missing.</source>
        <translation>Die Zeilen {a} bis {b} fehlen.</translation>
    </message>
    <message>
        <source>The row does not follow the row before it.</source>
        <translation>Die Zeile folgt nicht auf die Zeile vor ihr.</translation>
    </message>
    <message>
        <source>The row was changed after it was written.</source>
        <translation>Die Zeile wurde geändert, nachdem sie geschrieben war.</translation>
    </message>
    <message>
        <source>An entry of the case is missing before this one.</source>
        <translation>Vor diesem Eintrag der Probe fehlt einer.</translation>
    </message>
    <message>
        <source>The machine&apos;s first calls of this entry were changed or removed.</source>
        <translation>Die ersten Antworten des Modells in diesem Eintrag wurden geändert oder entfernt.</translation>
    </message>
    <message>
        <source>The case should have {a} entries, but {b} are there.</source>
        <translation>Die Probe müsste {a} Einträge haben, aber {b} sind da.</translation>
    </message>
    <message>
        <source>Cells are there that no entry brought in.</source>
        <translation>Es gibt Zellen, die kein Eintrag hereingebracht hat.</translation>
    </message>
    <message>
        <source>The program&apos;s folder cannot be created.</source>
        <translation>Der Ordner des Programms lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>Name another with --data-dir or {a}.</source>
        <translation>Nennen Sie einen anderen mit --data-dir oder {a}.</translation>
    </message>
    <message>
        <source>The settings cannot be read.</source>
        <translation>Die Einstellungen lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>The settings were written by a newer version of the program.</source>
        <translation>Die Einstellungen stammen von einer neueren Version des Programms.</translation>
    </message>
    <message>
        <source>Update the program, or name another folder with --data-dir.</source>
        <translation>Aktualisieren Sie das Programm, oder nennen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The settings in {a} are damaged; the presets are in force.</source>
        <translation>Die Einstellungen in {a} sind beschädigt; es gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>The settings were damaged; they are kept as {a}, and the presets are in force.</source>
        <translation>Die Einstellungen waren beschädigt; sie sind als {a} aufbewahrt, und es gelten die Voreinstellungen.</translation>
    </message>
    <message>
        <source>Cell-location test: {a} located, {b} missed, {c}</source>
        <translation>Zellfindungstest: {a} gefunden, {b} übersehen, {c}</translation>
    </message>
    <message>
        <source>{a} % located</source>
        <translation>{a} % gefunden</translation>
    </message>
    <message>
        <source>{a} % located, stain {b}</source>
        <translation>{a} % gefunden, Färbung {b}</translation>
    </message>
    <message>
        <source>{n} cells are unidentified; decide on them.</source>
        <translation>{n} Zellen sind unbestimmt; entscheiden Sie darüber.</translation>
    </message>
    <message>
        <source>{n} cells are not reviewed.</source>
        <translation>{n} Zellen sind nicht geprüft.</translation>
    </message>
    <message>
        <source>The count target is not reached: go on, or give a reason below.</source>
        <translation>Das Zählziel ist nicht erreicht: zählen Sie weiter, oder geben Sie unten einen Grund an.</translation>
    </message>
    <message>
        <source>Nobody is named as the one who signs; enter your name in the settings.</source>
        <translation>Es steht nicht fest, wer unterzeichnet; geben Sie Ihren Namen in den Einstellungen ein.</translation>
    </message>
    <message>
        <source>Say whether the entered white cell count is already corrected for nucleated red cells.</source>
        <translation>Geben Sie an, ob die Leukozytenzahl bereits für Erythroblasten korrigiert ist.</translation>
    </message>
    <message>
        <source>The model&apos;s hash is not stored with the sample.</source>
        <translation>Die Prüfsumme des Modells ist nicht bei der Probe gespeichert.</translation>
    </message>
    <message>
        <source>The scale of the images is not known (it is not needed for the differential).</source>
        <translation>Der Maßstab der Bilder ist nicht bekannt (für das Blutbild ist er nicht nötig).</translation>
    </message>
    <message>
        <source>No reference intervals are chosen, so no flags are given.</source>
        <translation>Es sind keine Referenzbereiche gewählt, daher gibt es keine Markierungen.</translation>
    </message>
    <message>
        <source>Field of the smear</source>
        <translation>Gesichtsfeld des Ausstrichs</translation>
    </message>
    <message>
        <source>Arrow keys move, plus and minus zoom, F fits the image, H held down hides the overlays. After A the arrow keys move a cross-hair: Enter adds a cell there, Space chooses one.</source>
        <translation>Pfeiltasten verschieben, Plus und Minus zoomen, F passt das Bild ein, H gedrückt blendet die Einblendungen aus. Nach A bewegen die Pfeiltasten ein Fadenkreuz: Die Eingabetaste fügt dort eine Zelle hinzu, die Leertaste wählt eine.</translation>
    </message>
    <message>
        <source>F&amp;it image</source>
        <translation>Bild ein&amp;passen</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;Actual pixels</source>
        <translation>Ori&amp;ginalgröße</translation>
    </message>
    <message>
        <source>Show one image pixel on one pixel of the screen</source>
        <translation>Ein Bildpunkt auf einem Punkt des Bildschirms</translation>
    </message>
    <message>
        <source>&amp;Zoom in</source>
        <translation>V&amp;ergrößern</translation>
    </message>
    <message>
        <source>Show the field larger</source>
        <translation>Das Feld größer zeigen</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Show the field smaller</source>
        <translation>Das Feld kleiner zeigen</translation>
    </message>
    <message>
        <source>O&amp;utlines</source>
        <translation>&amp;Umrisse</translation>
    </message>
    <message>
        <source>Outline the nucleus and the cell</source>
        <translation>Kern und Zelle umranden</translation>
    </message>
    <message>
        <source>Nucleus &amp;masks</source>
        <translation>Kern&amp;masken</translation>
    </message>
    <message>
        <source>Tint the nucleus in the colour of the class</source>
        <translation>Den Kern in der Farbe der Klasse tönen</translation>
    </message>
    <message>
        <source>&amp;Cell masks</source>
        <translation>Ze&amp;llmasken</translation>
    </message>
    <message>
        <source>Tint the cytoplasm in the colour of the class</source>
        <translation>Das Zytoplasma in der Farbe der Klasse tönen</translation>
    </message>
    <message>
        <source>Bo&amp;xes</source>
        <translation>R&amp;ahmen</translation>
    </message>
    <message>
        <source>Draw a box around each cell</source>
        <translation>Einen Rahmen um jede Zelle zeichnen</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>Bes&amp;chriftung</translation>
    </message>
    <message>
        <source>Write the class&apos;s letters beside each cell</source>
        <translation>Das Kürzel der Klasse neben jede Zelle schreiben</translation>
    </message>
    <message>
        <source>Mas&amp;k file</source>
        <translation>Maskendate&amp;i</translation>
    </message>
    <message>
        <source>Show the mask file that lies beside the image</source>
        <translation>Die Maskendatei zeigen, die beim Bild liegt</translation>
    </message>
    <message>
        <source>&amp;Add missed cell</source>
        <translation>Fehlende Zelle &amp;hinzufügen</translation>
    </message>
    <message>
        <source>Add a missed cell: click it, or go there with the arrow keys and press Enter</source>
        <translation>Eine übersehene Zelle hinzufügen: anklicken, oder mit den Pfeiltasten hingehen und die Eingabetaste drücken</translation>
    </message>
    <message>
        <source>Lar&amp;ger thumbnails</source>
        <translation>G&amp;rößere Vorschaubilder</translation>
    </message>
    <message>
        <source>Show the cells of the gallery larger</source>
        <translation>Die Zellen der Galerie größer zeigen</translation>
    </message>
    <message>
        <source>&amp;Smaller thumbnails</source>
        <translation>Kleinere Vorschau&amp;bilder</translation>
    </message>
    <message>
        <source>Show the cells of the gallery smaller</source>
        <translation>Die Zellen der Galerie kleiner zeigen</translation>
    </message>
    <message>
        <source>Nex&amp;t cell</source>
        <translation>Nächs&amp;te Zelle</translation>
    </message>
    <message>
        <source>Go to the next cell of the gallery</source>
        <translation>Zur nächsten Zelle der Galerie gehen</translation>
    </message>
    <message>
        <source>Pre&amp;vious cell</source>
        <translation>Vorige &amp;Zelle</translation>
    </message>
    <message>
        <source>Go to the previous cell of the gallery</source>
        <translation>Zur vorigen Zelle der Galerie gehen</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Count white blood cells</source>
        <translation>Leukozyten zählen</translation>
    </message>
    <message>
        <source>Open the photographs of a smear, or a whole slide. Counting starts at once.</source>
        <translation>Öffnen Sie die Aufnahmen eines Ausstrichs oder einen Scan. Die Zählung beginnt sofort.</translation>
    </message>
    <message>
        <source>Look through the cells, and put those that are wrong into the right class.</source>
        <translation>Sehen Sie die Zellen durch, und ordnen Sie falsche der richtigen Klasse zu.</translation>
    </message>
    <message>
        <source>Sign the differential and export it.</source>
        <translation>Unterzeichnen Sie das Differenzialblutbild und exportieren Sie es.</translation>
    </message>
    <message>
        <source>Recent samples</source>
        <translation>Letzte Proben</translation>
    </message>
    <message>
        <source>You can also drop images, a folder or a slide anywhere in this window.</source>
        <translation>Sie können Bilder, einen Ordner oder einen Scan auch irgendwo in dieses Fenster ziehen.</translation>
    </message>
    <message>
        <source>Images and slides</source>
        <translation>Bilder und Scans</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Open image or slide</source>
        <translation>Bild oder Scan öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Folder that the camera program saves to</source>
        <translation>Ordner, in den das Kameraprogramm speichert</translation>
    </message>
    <message>
        <source>There is no further cell to confirm.</source>
        <translation>Es gibt keine weitere Zelle zu bestätigen.</translation>
    </message>
    <message>
        <source>Confirm {n} cells as they are shown?</source>
        <translation>{n} Zellen so bestätigen, wie sie gezeigt werden?</translation>
    </message>
    <message>
        <source>They count as reviewed by {user}. Unidentified cells are left for you to decide. You can undo this.</source>
        <translation>Sie gelten als von {user} geprüft. Unbestimmte Zellen bleiben Ihnen zur Entscheidung. Sie können dies rückgängig machen.</translation>
    </message>
    <message>
        <source>Confirm {n} cells</source>
        <translation>{n} Zellen bestätigen</translation>
    </message>
    <message>
        <source>The differential is on the clipboard.</source>
        <translation>Das Differenzialblutbild ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>&amp;Second review…</source>
        <translation>&amp;Zweitbefund…</translation>
    </message>
    <message>
        <source>Let another person classify the same cells, blind to every earlier answer</source>
        <translation>Dieselben Zellen von einer anderen Person bestimmen lassen, ohne dass sie eine frühere Antwort sieht</translation>
    </message>
    <message>
        <source>&amp;Agreement of observers…</source>
        <translation>&amp;Übereinstimmung der Befunder…</translation>
    </message>
    <message>
        <source>Compare first and second reviews: table, kappa, Passing-Bablok, Bland-Altman</source>
        <translation>Erst- und Zweitbefunde vergleichen: Tabelle, Kappa, Passing-Bablok, Bland-Altman</translation>
    </message>
    <message>
        <source>Compare the model&apos;s first calls with the technician&apos;s answers</source>
        <translation>Die ersten Antworten des Modells mit denen der Fachkraft vergleichen</translation>
    </message>
    <message>
        <source>&amp;Cell-location test…</source>
        <translation>Zellf&amp;indungstest…</translation>
    </message>
    <message>
        <source>Which share of the white cells was found, on your own images</source>
        <translation>Welcher Anteil der weißen Zellen gefunden wurde, an Ihren eigenen Bildern</translation>
    </message>
    <message>
        <source>Check the &amp;history</source>
        <translation>&amp;Verlauf prüfen</translation>
    </message>
    <message>
        <source>Whether every recorded act is as it was written</source>
        <translation>Ob jeder aufgezeichnete Schritt noch so ist, wie er geschrieben wurde</translation>
    </message>
    <message>
        <source>Begin a second review of {name} as {user}?</source>
        <translation>Zweitbefund von {name} als {user} beginnen?</translation>
    </message>
    <message>
        <source>All cells are shown without any class: neither the model&apos;s nor the first observer&apos;s. The first review stays as it is.</source>
        <translation>Alle Zellen werden ohne Klasse gezeigt: weder die des Modells noch die der ersten Person. Der erste Befund bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>From now on the adapted model counts.</source>
        <translation>Von jetzt an zählt das angepasste Modell.</translation>
    </message>
    <message>
        <source>model agreement</source>
        <translation>Übereinstimmung mit dem Modell</translation>
    </message>
    <message>
        <source>observer agreement</source>
        <translation>Übereinstimmung der Befunder</translation>
    </message>
    <message>
        <source>Agreement report</source>
        <translation>Bericht zur Übereinstimmung</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Checking the history</source>
        <translation>Verlauf prüfen</translation>
    </message>
    <message>
        <source>The history is whole: {n} entries.</source>
        <translation>Der Verlauf ist unversehrt: {n} Einträge.</translation>
    </message>
    <message>
        <source>The history is NOT whole: {n} faults, the first in row {row}. The command wbc-desktop verify lists them.</source>
        <translation>Der Verlauf ist NICHT unversehrt: {n} Fehler, der erste in Zeile {row}. Der Befehl wbc-desktop verify nennt sie.</translation>
    </message>
    <message>
        <source>Cell-location test</source>
        <translation>Zellfindungstest</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Aufzeichnen</translation>
    </message>
    <message>
        <source>Add every white cell that was missed, and remove what is no cell; then record the test.</source>
        <translation>Fügen Sie jede übersehene weiße Zelle hinzu und entfernen Sie, was keine Zelle ist; zeichnen Sie dann den Test auf.</translation>
    </message>
    <message>
        <source>{located} located, {missed} missed, {false_found} falsely found</source>
        <translation>{located} gefunden, {missed} übersehen, {false_found} fälschlich gefunden</translation>
    </message>
    <message>
        <source>The test is passed.</source>
        <translation>Der Test ist bestanden.</translation>
    </message>
    <message>
        <source>The test is NOT passed.</source>
        <translation>Der Test ist NICHT bestanden.</translation>
    </message>
    <message>
        <source>Not valid: fewer than 100 nucleated cells.</source>
        <translation>Nicht gültig: weniger als 100 kernhaltige Zellen.</translation>
    </message>
    <message>
        <source>No pass limit is set in the settings.</source>
        <translation>In den Einstellungen ist keine Grenze festgelegt.</translation>
    </message>
    <message>
        <source>Trend of the cell-location test</source>
        <translation>Verlauf des Zellfindungstests</translation>
    </message>
    <message>
        <source>No valid test is recorded yet.</source>
        <translation>Es ist noch kein gültiger Test aufgezeichnet.</translation>
    </message>
    <message>
        <source>Teaching set: pictures of reviewed cells without identity</source>
        <translation>Lehrsammlung: Bilder geprüfter Zellen ohne Identität</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Image or slide</source>
        <translation>Bild oder Scan</translation>
    </message>
    <message>
        <source>Watching {folder}</source>
        <translation>{folder} wird beobachtet</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>Beobachteter Ordner</translation>
    </message>
    <message>
        <source>End watching</source>
        <translation>Beobachten beenden</translation>
    </message>
    <message>
        <source>waiting for photographs</source>
        <translation>es wird auf Fotos gewartet</translation>
    </message>
    <message>
        <source>White cells are too small ({a} pixels across): use the 100x or 60x lens or a higher resolution.</source>
        <translation>Die weißen Zellen sind zu klein ({a} Pixel breit): Nehmen Sie das 100x- oder 60x-Objektiv oder eine höhere Auflösung.</translation>
    </message>
    <message>
        <source>The light is uneven ({a} times brighter in parts): centre the condenser, or use flat-field.</source>
        <translation>Das Licht ist ungleichmäßig (stellenweise {a}-mal heller): Zentrieren Sie den Kondensor, oder gleichen Sie das Leerbild ab.</translation>
    </message>
    <message>
        <source>The background is strongly coloured (ratio {a}): set the white balance on an empty place.</source>
        <translation>Der Hintergrund ist stark gefärbt (Verhältnis {a}): Stellen Sie den Weißabgleich an einer leeren Stelle ein.</translation>
    </message>
    <message>
        <source>The images are dark (background {a} of 255): more light or a longer exposure.</source>
        <translation>Die Bilder sind dunkel (Hintergrund {a} von 255): mehr Licht oder längere Belichtung.</translation>
    </message>
    <message>
        <source>The images have no colour (at most {a} of 255), and without it white cells cannot be told apart: set the camera to colour.</source>
        <translation>Die Bilder haben keine Farbe (höchstens {a} von 255), und ohne sie lassen sich Leukozyten nicht unterscheiden: Stellen Sie die Kamera auf Farbe.</translation>
    </message>
    <message>
        <source>The images have no colour, and without it white cells cannot be told apart: set the camera to colour.</source>
        <translation>Die Bilder haben keine Farbe, und ohne sie lassen sich Leukozyten nicht unterscheiden: Stellen Sie die Kamera auf Farbe.</translation>
    </message>
    <message>
        <source>The file holds {a} pictures, and the first alone was counted: save each as a file of its own.</source>
        <translation>Die Datei enthält {a} Bilder, und nur das erste wurde gezählt: Speichern Sie jedes als eigene Datei.</translation>
    </message>
    <message>
        <source>The image is empty: it shows nothing, and no cell was counted; check the lamp and the shutter.</source>
        <translation>Das Bild ist leer: Es zeigt nichts, und keine Zelle wurde gezählt; Lampe und Blende prüfen.</translation>
    </message>
    <message>
        <source>Nuclei are pale (density {a}): check stain, exposure and contrast.</source>
        <translation>Die Kerne sind blass (Dichte {a}): Prüfen Sie Färbung, Belichtung und Kontrast.</translation>
    </message>
    <message>
        <source>The cells are blurred (edge energy {a}): focus, clean the lens, check the immersion oil.</source>
        <translation>Die Zellen sind unscharf (Kantenstärke {a}): Stellen Sie scharf, reinigen Sie das Objektiv, prüfen Sie das Immersionsöl.</translation>
    </message>
    <message>
        <source>White cells are too small: use the 100x or 60x lens or a higher resolution.</source>
        <translation>Die weißen Zellen sind zu klein: Nehmen Sie das 100x- oder 60x-Objektiv oder eine höhere Auflösung.</translation>
    </message>
    <message>
        <source>The light is uneven: centre the condenser, or use flat-field.</source>
        <translation>Das Licht ist ungleichmäßig: Zentrieren Sie den Kondensor, oder gleichen Sie das Leerbild ab.</translation>
    </message>
    <message>
        <source>The background is strongly coloured: set the white balance on an empty place.</source>
        <translation>Der Hintergrund ist stark gefärbt: Stellen Sie den Weißabgleich an einer leeren Stelle ein.</translation>
    </message>
    <message>
        <source>The images are dark: more light or a longer exposure.</source>
        <translation>Die Bilder sind dunkel: mehr Licht oder längere Belichtung.</translation>
    </message>
    <message>
        <source>Nuclei are pale: check stain, exposure and contrast.</source>
        <translation>Die Kerne sind blass: Prüfen Sie Färbung, Belichtung und Kontrast.</translation>
    </message>
    <message>
        <source>The cells are blurred: focus, clean the lens, check the immersion oil.</source>
        <translation>Die Zellen sind unscharf: Stellen Sie scharf, reinigen Sie das Objektiv, prüfen Sie das Immersionsöl.</translation>
    </message>
    <message>
        <source>No white cell was found: is this a stained blood smear in focus?</source>
        <translation>Es wurde keine weiße Zelle gefunden: Ist dies ein gefärbter, scharf gestellter Blutausstrich?</translation>
    </message>
    <message>
        <source>The model is unsure of these cells (mean confidence {a}): they look unlike those that it knows; review every cell, and {b}.</source>
        <translation>Das Modell ist sich bei diesen Zellen unsicher (mittlere Sicherheit {a}): Sie sehen anders aus als die, die es kennt; prüfen Sie jede Zelle, und {b}.</translation>
    </message>
    <message>
        <source>The cells are of another kind than those that the model has learnt from (likeness {a}): is this a stained blood smear? Do not count these images without looking at every cell.</source>
        <translation>Die Zellen sind von anderer Art als die, an denen das Modell gelernt hat (Ähnlichkeit {a}): Ist dies ein gefärbter Blutausstrich? Zählen Sie diese Bilder nicht, ohne jede Zelle anzusehen.</translation>
    </message>
    <message>
        <source>The cells look somewhat unlike those that the model has learnt from (likeness {a}): another stain or camera; review every cell, and calibrate with 50 to 100 of your own cells.</source>
        <translation>Die Zellen unterscheiden sich etwas von denen, an denen das Modell gelernt hat (Ähnlichkeit {a}): andere Färbung oder Kamera; prüfen Sie jede Zelle, und passen Sie das Modell mit 50 bis 100 eigenen Zellen an.</translation>
    </message>
    <message>
        <source>calibrate with 50 to 100 of your own cells</source>
        <translation>passen Sie es mit 50 bis 100 eigenen Zellen an</translation>
    </message>
    <message>
        <source>label more cells</source>
        <translation>bestimmen Sie mehr Zellen</translation>
    </message>
    <message>
        <source>Green: {a} images, {b} white cells; all is in the range the model knows.</source>
        <translation>Grün: {a} Bilder, {b} weiße Zellen; alles liegt in dem Bereich, den das Modell kennt.</translation>
    </message>
    <message>
        <source>Slides are not checked.</source>
        <translation>Präparate (Slides) werden nicht geprüft.</translation>
    </message>
    <message>
        <source>Name photographs, or fields of the slide saved as images.</source>
        <translation>Nennen Sie Fotos oder als Bilder gespeicherte Felder des Präparats.</translation>
    </message>
    <message>
        <source>Amber: {a}</source>
        <translation>Gelb: {a}</translation>
    </message>
    <message>
        <source>Red: {a}</source>
        <translation>Rot: {a}</translation>
    </message>
    <message>
        <source>The whole film was searched: it holds {a} cells of the five classes, fewer than the {b} asked for.</source>
        <translation>Der ganze Ausstrich wurde durchsucht: er enthält {a} Zellen der fünf Klassen, weniger als die verlangten {b}.</translation>
    </message>
    <message>
        <source>Some cells were counted outside the monolayer, where cells lie on each other.</source>
        <translation>Einige Zellen wurden außerhalb der Monoschicht gezählt, wo Zellen übereinanderliegen.</translation>
    </message>
    <message>
        <source>The slide states no microns per pixel; the size of the red cells was used.</source>
        <translation>Der Scan nennt keine Mikrometer je Pixel; die Größe der Erythrozyten wurde verwendet.</translation>
    </message>
    <message>
        <source>{a} fields of the slide are damaged and were passed over.</source>
        <translation>{a} Felder des Scans sind beschädigt und wurden übergangen.</translation>
    </message>
    <message>
        <source>The slide is damaged: none of its fields can be read.</source>
        <translation>Der Scan ist beschädigt: keines seiner Felder lässt sich lesen.</translation>
    </message>
    <message>
        <source>Scan or copy it again.</source>
        <translation>Scannen oder kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>No blood film found on this slide.</source>
        <translation>Auf diesem Objektträger wurde kein Blutausstrich gefunden.</translation>
    </message>
    <message>
        <source>Only smears of blood are counted; for a smear that was not recognised, export its fields as images.</source>
        <translation>Gezählt werden nur Blutausstriche; wurde ein Ausstrich nicht erkannt, exportieren Sie seine Gesichtsfelder als Bilder.</translation>
    </message>
    <message>
        <source>There is no folder “{a}”.</source>
        <translation>Es gibt keinen Ordner „{a}“.</translation>
    </message>
    <message>
        <source>Name the folder that the camera program saves to.</source>
        <translation>Wählen Sie den Ordner, in den das Kameraprogramm speichert.</translation>
    </message>
    <message>
        <source>There is not enough memory to count this image.</source>
        <translation>Um dieses Bild zu zählen, reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The image could not be counted because of a fault in the program.</source>
        <translation>Das Bild ließ sich wegen eines Programmfehlers nicht zählen.</translation>
    </message>
    <message>
        <source>Please report it with the log file.</source>
        <translation>Bitte melden Sie ihn mit der Protokolldatei.</translation>
    </message>
    <message>
        <source>There is no content “{a}”.</source>
        <translation>Es gibt keine Bildart „{a}“.</translation>
    </message>
    <message>
        <source>Choose one of {a}.</source>
        <translation>Wählen Sie eines von {a}.</translation>
    </message>
    <message>
        <source>{a} of {b}, {c} to go</source>
        <translation>{a} von {b}, noch {c}</translation>
    </message>
    <message>
        <source>looking for the film</source>
        <translation>der Ausstrich wird gesucht</translation>
    </message>
    <message>
        <source>Counting on a cluster needs dask.distributed.</source>
        <translation>Zum Zählen auf einem Cluster braucht es dask.distributed.</translation>
    </message>
    <message>
        <source>pip install wbc-desktop[cluster]</source>
        <translation>Installieren Sie es: pip install wbc-desktop[cluster]</translation>
    </message>
    <message>
        <source>No Dask scheduler answers at {a}.</source>
        <translation>Unter {a} antwortet kein Dask-Scheduler.</translation>
    </message>
    <message>
        <source>Start one with: dask scheduler; and workers with: dask worker tcp://HOST:8786 --nthreads 1</source>
        <translation>Starten Sie einen mit: dask scheduler; und Worker mit: dask worker tcp://HOST:8786 --nthreads 1</translation>
    </message>
    <message>
        <source>The cluster could not count this image.</source>
        <translation>Der Cluster konnte dieses Bild nicht zählen.</translation>
    </message>
    <message>
        <source>Look into the worker&apos;s log; count it on one PC.</source>
        <translation>Sehen Sie in das Protokoll des Workers; zählen Sie es auf einem einzelnen Rechner.</translation>
    </message>
    <message>
        <source>The journal of this run cannot be read.</source>
        <translation>Das Protokoll dieses Laufs lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Count again without --resume.</source>
        <translation>Zählen Sie ohne --resume neu.</translation>
    </message>
    <message>
        <source>The journal of the stopped run is damaged.</source>
        <translation>Das Protokoll des angehaltenen Laufs ist beschädigt.</translation>
    </message>
    <message>
        <source>The stopped run cannot be resumed: {a} changed (it was counted with {b}{c}).</source>
        <translation>Der angehaltene Lauf lässt sich nicht fortsetzen: {a} hat sich geändert (gezählt wurde mit {b}{c}).</translation>
    </message>
    <message>
        <source>Use the same settings, or count again without --resume.</source>
        <translation>Nehmen Sie dieselben Einstellungen, oder zählen Sie ohne --resume neu.</translation>
    </message>
    <message>
        <source>The output folder cannot be written ({a}).</source>
        <translation>Der Ausgabeordner lässt sich nicht beschreiben ({a}).</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; a stopped run goes on with --resume.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner; ein angehaltener Lauf geht mit --resume weiter.</translation>
    </message>
    <message>
        <source>Another count is writing into this folder.</source>
        <translation>Eine andere Zählung schreibt in diesen Ordner.</translation>
    </message>
    <message>
        <source>Wait until it is done, or choose another output folder.</source>
        <translation>Warten Sie, bis sie fertig ist, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The part of the program that counts could not be started.</source>
        <translation>Der Teil des Programms, der zählt, ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>The part of the program that counts has ended.</source>
        <translation>Der Teil des Programms, der zählt, hat sich beendet.</translation>
    </message>
    <message>
        <source>What was counted is saved. Open the sample again to count the rest.</source>
        <translation>Was gezählt wurde, ist gespeichert. Öffnen Sie die Probe noch einmal, um den Rest zu zählen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Adding cells.&lt;/b&gt; Click one, or move the cross-hair with the arrow keys (Shift: finely) and press Enter. Space chooses the cell there, Delete takes it out, Esc ends.</source>
        <translation>&lt;b&gt;Zellen hinzufügen.&lt;/b&gt; Eine anklicken, oder das Fadenkreuz mit den Pfeiltasten bewegen (Umschalt: fein) und die Eingabetaste drücken. Die Leertaste wählt die Zelle dort, Entf nimmt sie heraus, Esc beendet.</translation>
    </message>
    <message>
        <source>The part of the program that reads slides and TIFFs could not be started.</source>
        <translation>Der Teil des Programms, der Scans und TIFFs liest, ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>Close other programs and start the program again.</source>
        <translation>Schließen Sie andere Programme, und starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The file crashes its reader{a}: it is damaged there.</source>
        <translation>Die Datei bringt das Leseprogramm zum Absturz{a}: dort ist sie beschädigt.</translation>
    </message>
    <message>
        <source>near x {a}, y {b}</source>
        <translation>bei x {a}, y {b}</translation>
    </message>
    <message>
        <source>The file crashes its reader: it is damaged.</source>
        <translation>Die Datei bringt das Leseprogramm zum Absturz: sie ist beschädigt.</translation>
    </message>
    <message>
        <source>Copy it again, or export it again from the scanner or the camera.</source>
        <translation>Kopieren Sie sie noch einmal, oder exportieren Sie sie neu aus Scanner oder Kamera.</translation>
    </message>
    <message>
        <source>The image was closed.</source>
        <translation>Das Bild wurde geschlossen.</translation>
    </message>
    <message>
        <source>The slide is damaged: a part of it cannot be decoded.</source>
        <translation>Der Scan ist beschädigt: ein Teil lässt sich nicht entschlüsseln.</translation>
    </message>
    <message>
        <source>Export it from the scanner again.</source>
        <translation>Exportieren Sie ihn neu aus dem Scanner.</translation>
    </message>
    <message>
        <source>This DICOM file is no whole slide that can be read.</source>
        <translation>Diese DICOM-Datei ist kein Scan, der sich lesen lässt.</translation>
    </message>
    <message>
        <source>Export the slide from the scanner as DICOM whole slide, SVS or pyramidal TIFF.</source>
        <translation>Exportieren Sie den Objektträger aus dem Scanner als DICOM-Scan, SVS oder pyramidales TIFF.</translation>
    </message>
    <message>
        <source>A sample is a folder or a file, not “{a}”.</source>
        <translation>Eine Probe ist ein Ordner oder eine Datei, nicht „{a}“.</translation>
    </message>
    <message>
        <source>There is no file or folder “{a}”.</source>
        <translation>Es gibt keine Datei und keinen Ordner „{a}“.</translation>
    </message>
    <message>
        <source>Check the spelling.</source>
        <translation>Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>The table names {a}, which is not there.</source>
        <translation>Die Tabelle nennt {a}, das nicht da ist.</translation>
    </message>
    <message>
        <source>Names are relative to the table; on the command line --images names another folder.</source>
        <translation>Namen gelten vom Ordner der Tabelle aus; auf der Kommandozeile nennt --images einen anderen.</translation>
    </message>
    <message>
        <source>Line {a} of the table has no numbers for its box.</source>
        <translation>Zeile {a} der Tabelle hat keine Zahlen für ihren Rahmen.</translation>
    </message>
    <message>
        <source>Line {a} of the table has an empty box.</source>
        <translation>Zeile {a} der Tabelle hat einen leeren Rahmen.</translation>
    </message>
    <message>
        <source>This is neither a folder nor a CSV file.</source>
        <translation>Dies ist weder ein Ordner noch eine CSV-Datei.</translation>
    </message>
    <message>
        <source>No labelled cell was found there.</source>
        <translation>Dort wurde keine benannte Zelle gefunden.</translation>
    </message>
    <message>
        <source>Give a folder with one folder of cell images per class (neutrophil, eosinophil, basophil, lymphocyte, monocyte), or a CSV with columns file, label and, for fields, x, y, width, height.</source>
        <translation>Wählen Sie einen Ordner, der für jede Klasse einen Ordner mit Zellbildern enthält (neutrophil, eosinophil, basophil, lymphocyte, monocyte), oder eine CSV-Datei mit den Spalten file, label und, für Gesichtsfelder, x, y, width, height.</translation>
    </message>
    <message>
        <source>No cell of this table is reviewed; what the model called them is no label.</source>
        <translation>Keine Zelle dieser Tabelle ist geprüft; was das Modell sie nannte, ist keine Vorgabe.</translation>
    </message>
    <message>
        <source>Review cells in the window, export them as CSV, and give that table.</source>
        <translation>Prüfen Sie Zellen im Fenster, exportieren Sie sie als CSV, und geben Sie diese Tabelle an.</translation>
    </message>
    <message>
        <source>This table is too large.</source>
        <translation>Diese Tabelle ist zu groß.</translation>
    </message>
    <message>
        <source>Give at most some thousand cells.</source>
        <translation>Nehmen Sie höchstens einige tausend Zellen.</translation>
    </message>
    <message>
        <source>The table cannot be read.</source>
        <translation>Die Tabelle lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The limit of megapixels must be a positive number, not “{a}”.</source>
        <translation>Die Grenze der Megapixel muss eine Zahl über null sein, nicht „{a}“.</translation>
    </message>
    <message>
        <source>The image says that it has {a} x {b} pixels, more than the limit of {c} megapixels.</source>
        <translation>Das Bild gibt {a} x {b} Pixel an, mehr als die Grenze von {c} Megapixeln.</translation>
    </message>
    <message>
        <source>If it is a real image, raise the limit with --max-megapixels or save it as a tiled TIFF.</source>
        <translation>Wenn es ein echtes Bild ist, speichern Sie es als gekacheltes TIFF, oder erhöhen Sie die Grenze mit --max-megapixels.</translation>
    </message>
    <message>
        <source>The mask file has no pixels.</source>
        <translation>Die Maskendatei hat keine Pixel.</translation>
    </message>
    <message>
        <source>The mask does not fit its image: it has {a} x {b} pixels, the image {c} x {d}.</source>
        <translation>Die Maske passt nicht zu ihrem Bild: Sie hat {a} x {b} Pixel, das Bild {c} x {d}.</translation>
    </message>
    <message>
        <source>Make it anew from this image, or take it away.</source>
        <translation>Sie aus diesem Bild neu machen oder wegnehmen.</translation>
    </message>
    <message>
        <source>The mask cannot be written ({a}).</source>
        <translation>Die Maske lässt sich nicht schreiben ({a}).</translation>
    </message>
    <message>
        <source>Free some space or choose another output folder, then go on with --resume.</source>
        <translation>Schaffen Sie Platz, oder wählen Sie einen anderen Ordner; setzen Sie dann mit --resume fort.</translation>
    </message>
    <message>
        <source>This is a folder that cannot be read.</source>
        <translation>Dies ist ein Ordner, der sich nicht lesen lässt.</translation>
    </message>
    <message>
        <source>Ask for permission to read it.</source>
        <translation>Lassen Sie sich die Leseerlaubnis geben.</translation>
    </message>
    <message>
        <source>This is no file.</source>
        <translation>Das ist keine Datei.</translation>
    </message>
    <message>
        <source>Name images or folders of images.</source>
        <translation>Nennen Sie Bilder oder Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes).</source>
        <translation>Die Datei ist leer (0 Byte).</translation>
    </message>
    <message>
        <source>Copy it again from the camera.</source>
        <translation>Kopieren Sie sie noch einmal von der Kamera.</translation>
    </message>
    <message>
        <source>{a}: {b} also in {c} and counted once (overlapping photographs).</source>
        <translation>{a}: {b} auch in {c} und einmal gezählt (überlappende Fotos).</translation>
    </message>
    <message>
        <source>1 cell is</source>
        <translation>1 Zelle ist</translation>
    </message>
    <message>
        <source>{a} cells are</source>
        <translation>{a} Zellen sind</translation>
    </message>
    <message>
        <source>There is not enough memory for this image.</source>
        <translation>Für dieses Bild reicht der Arbeitsspeicher nicht.</translation>
    </message>
    <message>
        <source>The file may not be read.</source>
        <translation>Die Datei darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>Die Datei ist nicht mehr da.</translation>
    </message>
    <message>
        <source>The file is not an image that can be read, whatever its name says.</source>
        <translation>Die Datei ist kein lesbares Bild, was immer ihr Name sagt.</translation>
    </message>
    <message>
        <source>The file cannot be read ({a}).</source>
        <translation>Die Datei lässt sich nicht lesen ({a}).</translation>
    </message>
    <message>
        <source>The image is damaged or incomplete.</source>
        <translation>Das Bild ist beschädigt oder unvollständig.</translation>
    </message>
    <message>
        <source>HEIC photographs cannot be read.</source>
        <translation>HEIC-Fotos lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Set the telephone to JPEG (“most compatible”), or export them as JPEG.</source>
        <translation>Stellen Sie das Telefon auf JPEG („Maximale Kompatibilität“), oder exportieren Sie sie als JPEG.</translation>
    </message>
    <message>
        <source>AVIF pictures cannot be read.</source>
        <translation>AVIF-Bilder lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Export them as JPEG, PNG or TIFF.</source>
        <translation>Exportieren Sie sie als JPEG, PNG oder TIFF.</translation>
    </message>
    <message>
        <source>GIF pictures cannot be read.</source>
        <translation>GIF-Bilder lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>They hold too few colours: save the photograph as JPEG, PNG or TIFF.</source>
        <translation>Sie enthalten zu wenige Farben: Speichern Sie das Foto als JPEG, PNG oder TIFF.</translation>
    </message>
    <message>
        <source>JPEG 2000 pictures cannot be read.</source>
        <translation>JPEG-2000-Bilder lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Export them as PNG or TIFF.</source>
        <translation>Exportieren Sie sie als PNG oder TIFF.</translation>
    </message>
    <message>
        <source>A camera&apos;s raw files cannot be read.</source>
        <translation>Rohdaten einer Kamera lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>Save JPEG or TIFF in the camera or its program.</source>
        <translation>Speichern Sie in der Kamera oder ihrem Programm JPEG oder TIFF.</translation>
    </message>
    <message>
        <source>This microscope&apos;s own kind of file cannot be read.</source>
        <translation>Das eigene Dateiformat dieses Mikroskops lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Export the picture as TIFF, OME-TIFF or JPEG in the microscope&apos;s program.</source>
        <translation>Exportieren Sie das Bild im Programm des Mikroskops als TIFF, OME-TIFF oder JPEG.</translation>
    </message>
    <message>
        <source>Close other programs or tile it.</source>
        <translation>Schließen Sie andere Programme, oder teilen Sie das Bild in Kacheln.</translation>
    </message>
    <message>
        <source>Check the folder or the network drive.</source>
        <translation>Prüfen Sie den Ordner oder das Netzlaufwerk.</translation>
    </message>
    <message>
        <source>Export it again as JPEG, PNG or TIFF.</source>
        <translation>Exportieren Sie es neu als JPEG, PNG oder TIFF.</translation>
    </message>
    <message>
        <source>Check the disk or the network drive, then count it again.</source>
        <translation>Prüfen Sie den Datenträger oder das Netzlaufwerk, und zählen Sie es dann neu aus.</translation>
    </message>
    <message>
        <source>Copy it again from the camera or export it again.</source>
        <translation>Kopieren Sie es noch einmal von der Kamera, oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>The image has no pixels.</source>
        <translation>Das Bild hat keine Pixel.</translation>
    </message>
    <message>
        <source>The file was changed while it was read.</source>
        <translation>Die Datei wurde beim Lesen verändert.</translation>
    </message>
    <message>
        <source>Wait until it is written completely, then count it again.</source>
        <translation>Warten Sie, bis sie fertig geschrieben ist, und zählen Sie sie dann neu aus.</translation>
    </message>
    <message>
        <source>The slide states an impossible size ({a} x {b} pixels).</source>
        <translation>Der Scan gibt eine unmögliche Größe an ({a} x {b} Pixel).</translation>
    </message>
    <message>
        <source>The file is damaged; export it again.</source>
        <translation>Die Datei ist beschädigt; exportieren Sie sie neu.</translation>
    </message>
    <message>
        <source>The image can only be decoded as a whole, and {a} x {b} pixels are too many.</source>
        <translation>Das Bild lässt sich nur als Ganzes entschlüsseln, und {a} x {b} Pixel sind zu viele.</translation>
    </message>
    <message>
        <source>Export it as a tiled or pyramidal TIFF.</source>
        <translation>Exportieren Sie es als gekacheltes oder pyramidales TIFF.</translation>
    </message>
    <message>
        <source>This is no slide that can be read, or the file is damaged.</source>
        <translation>Dies ist kein Scan, der sich lesen lässt, oder die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>Export it from the scanner as SVS, NDPI, MRXS, DICOM or pyramidal TIFF, or copy it again.</source>
        <translation>Exportieren Sie ihn aus dem Scanner als SVS, NDPI, MRXS, DICOM oder pyramidales TIFF, oder kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>The slide cannot be opened: it is damaged or a part of it is missing.</source>
        <translation>Der Scan lässt sich nicht öffnen: er ist beschädigt, oder ein Teil fehlt.</translation>
    </message>
    <message>
        <source>Copy it again, with the folder beside it if it has one.</source>
        <translation>Kopieren Sie ihn noch einmal, mit dem Ordner daneben, falls er einen hat.</translation>
    </message>
    <message>
        <source>The slide is damaged near x {a}, y {b}.</source>
        <translation>Der Scan ist bei x {a}, y {b} beschädigt.</translation>
    </message>
    <message>
        <source>Scan or copy the slide again; the other regions can still be counted.</source>
        <translation>Scannen oder kopieren Sie den Objektträger noch einmal; die anderen Bereiche lassen sich trotzdem zählen.</translation>
    </message>
    <message>
        <source>The slide was closed.</source>
        <translation>Der Scan wurde geschlossen.</translation>
    </message>
    <message>
        <source>The synthetic smear cannot be written.</source>
        <translation>Der gezeichnete Ausstrich lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to and that has space.</source>
        <translation>Wählen Sie einen Ordner, den Sie beschreiben dürfen und der Platz hat.</translation>
    </message>
    <message>
        <source>The image is damaged: a part of it cannot be decoded.</source>
        <translation>Das Bild ist beschädigt: ein Teil lässt sich nicht entschlüsseln.</translation>
    </message>
    <message>
        <source>Copy or export it again.</source>
        <translation>Kopieren oder exportieren Sie es noch einmal.</translation>
    </message>
    <message>
        <source>This TIFF cannot be read: it is damaged or no TIFF at all.</source>
        <translation>Dieses TIFF lässt sich nicht lesen: es ist beschädigt oder gar kein TIFF.</translation>
    </message>
    <message>
        <source>Export it again, as TIFF, OME-TIFF or JPEG.</source>
        <translation>Exportieren Sie es neu, als TIFF, OME-TIFF oder JPEG.</translation>
    </message>
</context>
</TS>
