import { type Language } from '../language';

export const NL: Language = {
	code: 'nl',
	locale: 'nl-NL',
	heads: {
		gmail: 'Op {wd} {d} {mon} {y} om {H}:{M} schreef {name} <{mail}>:',
		gmailApp: 'Op {wd} {d} {mon}. {y} {H}:{M} schreef {name} <{mail}>:',
		apple: 'Op {d} {mon} {y}, om {H}:{M} heeft {name} <{mail}> het volgende geschreven:',
		thunderbird: 'Op {dd}-{mm}-{y} om {H}:{M} schreef {name}:',
		yahoo: 'Op {weekday} {d} {month} {y} om {H}:{M}:{S} CET schreef {name} <{mail}>:',
		proton: 'Op {weekday} {d} {month} {y} om {H}:{M} schreef {name} <{mail}>:',
		roundcube: '{name} schreef op {y}-{mm}-{dd} {H}:{M}:',
	},
	labels: {
		from: 'Van',
		sent: 'Verzonden',
		date: 'Datum',
		to: 'Aan',
		cc: 'CC',
		subject: 'Onderwerp',
	},
	dates: {
		outlook: '{weekday} {d} {month} {y} {H}:{M}',
		long: '{weekday}, {d} {month} {y} om {H}:{M}',
	},
	marks: {
		original: 'Oorspronkelijk bericht',
		zimbra: 'Oorspronkelijk bericht',
		samsung: 'Oorspronkelijk bericht',
		appleForward: 'Begin doorgestuurd bericht:',
		thunderbirdForward: 'Doorgestuurd bericht',
		yahooForward: 'Doorgestuurd bericht',
	},
	devices: {
		iPhone: 'Verstuurd vanaf mijn iPhone',
		outlook: 'Outlook voor iOS downloaden',
		samsung: 'Verzonden vanaf mijn Galaxy',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'Ruud', last: 'Molenaar', address: 'ruud.molenaar@leeuwerik.example' },
		{ first: 'Anneke', last: 'de Wever', address: 'anneke@dewever.example' },
		{ first: 'Karel', last: 'Oosting', address: 'karel.oosting@leeuwerik.example' },
	],
	talk: {
		hello: ['Hoi {first},', 'Geachte mevrouw {last},'],
		bye: 'Met vriendelijke groet,',
		brief: 'Dank je, dat is prima.',
		answers: [
			'we kunnen de lampen donderdag sturen als u het adres bevestigt',
			'Op maandag zagen we dat de tweede zekering helemaal niet gemonteerd was',
			'stuur de oude niet terug, onze chauffeur neemt ze mee',
			'ik heb de 84,50 euro vanochtend teruggestort',
			'de prijs blijft tot eind januari gelijk',
		],
		asks: [
			'twee lampen uit bestelling 20417 kwamen met gebroken glas aan',
			'moeten we ze eerst terugsturen?',
			'we willen ook graag weten wat het blauwe model nu kost',
			'de winkel gaat maandag weer open en dan hebben we ze nodig',
			'hierbij de foto’s waar u om vroeg',
		],
		seeBelow: 'Zie mijn antwoorden hieronder.',
		notes: ['Ter info', 'Kun jij deze klant helpen?', 'Zie onder.'],
		subject: 'Kapotte lampen in bestelling 20417',
	},
};
