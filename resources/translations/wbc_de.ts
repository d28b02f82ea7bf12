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
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Model, device, classes, reference intervals, language and look</source>
        <translation>Modell, Prozessor, Klassen, Referenzbereiche, Sprache und Aussehen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
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
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>Every change of the open sample, with time and user</source>
        <translation>Jede Änderung der offenen Probe, mit Zeit und Benutzer</translation>
    </message>
    <message>
        <source>&amp;Full screen</source>
        <translation>&amp;Vollbild</translation>
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
        <translation>Zählung a&amp;nhalten</translation>
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
        <source>The model is still loading.</source>
        <translation>Das Modell wird noch geladen.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
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
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
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
        <source>{act}: {image}, {n} cells</source>
        <translation>{act}: {image}, {n} Zellen</translation>
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
        <source>no cell</source>
        <translation>keine Zelle</translation>
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
        <translation>Fachkraft: noch nicht geprüft</translation>
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
        <translation>Keine der fünf</translation>
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
        <source>&amp;Correct from</source>
        <translation>&amp;Korrigieren ab</translation>
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
        <source>Signed by {user}. The sample is read-only afterwards.</source>
        <translation>Unterzeichnet von {user}. Die Probe ist danach schreibgeschützt.</translation>
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
        <source>No leukocyte was counted.</source>
        <translation>Es wurde kein Leukozyt gezählt.</translation>
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
        <source>&amp;Fit image</source>
        <translation>Bild &amp;einpassen</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>&amp;Actual pixels</source>
        <translation>&amp;Originalgröße</translation>
    </message>
    <message>
        <source>Show one image pixel on one pixel of the screen</source>
        <translation>Ein Bildpunkt auf einem Punkt des Bildschirms</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
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
        <source>&amp;Nucleus masks</source>
        <translation>K&amp;ernmasken</translation>
    </message>
    <message>
        <source>Tint the nucleus in the colour of the class</source>
        <translation>Den Kern in der Farbe der Klasse tönen</translation>
    </message>
    <message>
        <source>&amp;Cell masks</source>
        <translation>&amp;Zellmasken</translation>
    </message>
    <message>
        <source>Tint the cytoplasm in the colour of the class</source>
        <translation>Das Zytoplasma in der Farbe der Klasse tönen</translation>
    </message>
    <message>
        <source>&amp;Boxes</source>
        <translation>&amp;Rahmen</translation>
    </message>
    <message>
        <source>Draw a box around each cell</source>
        <translation>Einen Rahmen um jede Zelle zeichnen</translation>
    </message>
    <message>
        <source>&amp;Labels</source>
        <translation>&amp;Beschriftung</translation>
    </message>
    <message>
        <source>Write the class&apos;s letters beside each cell</source>
        <translation>Das Kürzel der Klasse neben jede Zelle schreiben</translation>
    </message>
    <message>
        <source>Mas&amp;k file</source>
        <translation>&amp;Maskendatei</translation>
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
        <source>La&amp;rger thumbnails</source>
        <translation>Größere &amp;Vorschaubilder</translation>
    </message>
    <message>
        <source>Show the cells of the gallery larger</source>
        <translation>Die Zellen der Galerie größer zeigen</translation>
    </message>
    <message>
        <source>S&amp;maller thumbnails</source>
        <translation>Kleinere V&amp;orschaubilder</translation>
    </message>
    <message>
        <source>Show the cells of the gallery smaller</source>
        <translation>Die Zellen der Galerie kleiner zeigen</translation>
    </message>
    <message>
        <source>Ne&amp;xt cell</source>
        <translation>Nä&amp;chste Zelle</translation>
    </message>
    <message>
        <source>Go to the next cell of the gallery</source>
        <translation>Zur nächsten Zelle der Galerie gehen</translation>
    </message>
    <message>
        <source>&amp;Previous cell</source>
        <translation>Vor&amp;ige Zelle</translation>
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
        <translation>&amp;Zellfindungstest…</translation>
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
        <source>Nuclei are pale (density {a}): check stain, exposure and contrast.</source>
        <translation>Die Kerne sind blass (Dichte {a}): Prüfen Sie Färbung, Belichtung und Kontrast.</translation>
    </message>
    <message>
        <source>The cells are blurred (edge energy {a}): focus, clean the lens, check the immersion oil.</source>
        <translation>Die Zellen sind unscharf (Kantenstärke {a}): Stellen Sie scharf, reinigen Sie das Objektiv, prüfen Sie das Immersionsöl.</translation>
    </message>
    <message>
        <source>No white cell was found: is this a stained blood smear in focus?</source>
        <translation>Es wurde keine weiße Zelle gefunden: Ist dies ein gefärbter, scharf gestellter Blutausstrich?</translation>
    </message>
    <message>
        <source>The model is unsure of these cells (mean confidence {a}): they look unlike those that it knows; review every cell, and calibrate with 50 to 100 of your own cells.</source>
        <translation>Das Modell ist sich bei diesen Zellen unsicher (mittlere Sicherheit {a}): Sie sehen anders aus als die, die es kennt; prüfen Sie jede Zelle, und passen Sie es mit 50 bis 100 eigenen Zellen an.</translation>
    </message>
    <message>
        <source>The model is unsure of these cells (mean confidence {a}): they look unlike those that it knows; review every cell, and label more cells.</source>
        <translation>Das Modell ist sich bei diesen Zellen unsicher (mittlere Sicherheit {a}): Sie sehen anders aus als die, die es kennt; prüfen Sie jede Zelle, und bestimmen Sie mehr Zellen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Adding cells.&lt;/b&gt; Click one, or move the cross-hair with the arrow keys (Shift: finely) and press Enter. Space chooses the cell there, Delete takes it out, Esc ends.</source>
        <translation>&lt;b&gt;Zellen hinzufügen.&lt;/b&gt; Eine anklicken, oder das Fadenkreuz mit den Pfeiltasten bewegen (Umschalt: fein) und die Eingabetaste drücken. Die Leertaste wählt die Zelle dort, Entf nimmt sie heraus, Esc beendet.</translation>
    </message>
</context>
</TS>
