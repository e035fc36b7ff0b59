import { type Language } from '../language';

export const DE: Language = {
	code: 'de',
	locale: 'de-DE',
	heads: {
		gmail: 'Am {wd}., {d}. {mon}. {y} um {H}:{M} Uhr schrieb {name} <{mail}>:',
		gmailApp: '{name} <{mail}> schrieb am {wd}., {d}. {mon}. {y}, {H}:{M}:',
		apple: 'Am {dd}.{mm}.{y} um {H}:{M} schrieb {name} <{mail}>:',
		thunderbird: 'Am {dd}.{mm}.{yy} um {H}:{M} schrieb {name}:',
		yahoo:
			'Am {weekday}, {d}. {month} {y} um {H}:{M}:{S} MEZ hat {name} <{mail}> Folgendes geschrieben:',
		proton: 'Am {weekday}, {d}. {month} {y} um {H}:{M} schrieb {name} <{mail}>:',
		roundcube: 'Am {dd}.{mm}.{y} {H}:{M}, schrieb {name}:',
	},
	labels: { from: 'Von', sent: 'Gesendet', date: 'Datum', to: 'An', cc: 'Cc', subject: 'Betreff' },
	dates: {
		outlook: '{weekday}, {d}. {month} {y} {H}:{M}',
		long: '{weekday}, {d}. {month} {y} um {H}:{M}',
	},
	marks: {
		original: 'Ursprüngliche Nachricht',
		zimbra: 'Ursprüngliche Mail',
		samsung: 'Ursprüngliche Nachricht',
		appleForward: 'Anfang der weitergeleiteten Nachricht:',
		thunderbirdForward: 'Weitergeleitete Nachricht',
		yahooForward: 'Weitergeleitete Nachricht',
	},
	devices: {
		iPhone: 'Von meinem iPhone gesendet',
		outlook: 'Gesendet von Outlook für iOS',
		samsung: 'Von meinem Galaxy gesendet',
	},
	re: 'AW',
	fw: 'WG',
	people: [
		{ first: 'Jörg', last: 'Brückner', address: 'joerg.brueckner@lerchenmuehle.example' },
		{ first: 'Anna', last: 'Weber', address: 'anna.weber@weberei.example' },
		{ first: 'Karl', last: 'Oster', address: 'karl.oster@lerchenmuehle.example' },
	],
	talk: {
		hello: ['Hallo {first},', 'Sehr geehrte Frau {last},'],
		bye: 'Mit freundlichen Grüßen',
		brief: 'Danke, das passt so.',
		answers: [
			'die Ersatzlampen können am Donnerstag raus, wenn Sie die Adresse bestätigen',
			'Am Montag haben wir gesehen, dass die zweite Sicherung gar nicht eingebaut war',
			'bitte schicken Sie die alten nicht zurück, unser Fahrer nimmt sie mit',
			'die 84,50 Euro habe ich heute früh angewiesen',
			'der Preis bleibt bis Ende Januar gleich',
		],
		asks: [
			'zwei der Lampen aus Bestellung 20417 kamen mit gesprungenem Glas an',
			'müssen wir die zuerst zurückschicken?',
			'außerdem wüssten wir gern, was das blaue Modell jetzt kostet',
			'der Laden öffnet am Montag wieder, bis dahin brauchen wir sie',
			'anbei die Fotos, um die Sie gebeten hatten',
		],
		seeBelow: 'Meine Antworten stehen unten im Text.',
		notes: ['z.K.', 'Kannst du dich bitte um die Kundin kümmern?', 'Siehe unten.'],
		subject: 'Defekte Lampen in Bestellung 20417',
	},
};
