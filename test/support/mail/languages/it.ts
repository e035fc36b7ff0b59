import { type Language } from '../language';

export const IT: Language = {
	code: 'it',
	locale: 'it-IT',
	heads: {
		gmail: 'Il giorno {wd} {d} {mon} {y} alle ore {H}:{M} {name} <{mail}> ha scritto:',
		gmailApp: 'Il {wd} {d} {mon} {y}, {H}:{M} {name} <{mail}> ha scritto:',
		apple: 'Il giorno {d} {mon} {y}, alle ore {H}:{M}, {name} <{mail}> ha scritto:',
		thunderbird: 'Il {dd}/{mm}/{y} {H}:{M}, {name} ha scritto:',
		yahoo: 'Il {weekday} {d} {month} {y} alle ore {H}:{M}:{S} CET, {name} <{mail}> ha scritto:',
		proton: 'Il {weekday} {d} {month} {y} {H}:{M}, {name} <{mail}> ha scritto:',
		roundcube: 'Il {y}-{mm}-{dd} {H}:{M} {name} ha scritto:',
	},
	labels: { from: 'Da', sent: 'Inviato', date: 'Data', to: 'A', cc: 'Cc', subject: 'Oggetto' },
	dates: {
		outlook: '{weekday} {d} {month} {y} {H}:{M}',
		long: '{weekday}, {d} {month} {y} alle ore {H}:{M}',
	},
	marks: {
		original: 'Messaggio originale',
		zimbra: 'Messaggio originale',
		samsung: 'Messaggio originale',
		appleForward: 'Inizio messaggio inoltrato:',
		thunderbirdForward: 'Messaggio Inoltrato',
		yahooForward: 'Messaggio inoltrato',
	},
	devices: {
		iPhone: 'Inviato da iPhone',
		outlook: 'Scarica Outlook per iOS',
		samsung: 'Inviato dal mio Galaxy',
	},
	re: 'R',
	fw: 'I',
	people: [
		{ first: 'Renzo', last: 'Mugnaio', address: 'renzo.mugnaio@allodola.example' },
		{ first: 'Annalisa', last: 'Tessitore', address: 'annalisa@tessitore.example' },
		{ first: 'Carlo', last: 'Ossola', address: 'carlo.ossola@allodola.example' },
	],
	talk: {
		hello: ['Ciao {first},', 'Gentile signora {last},'],
		bye: 'Cordiali saluti,',
		brief: 'Grazie, per me va bene.',
		answers: [
			'possiamo spedire le lampade giovedì se ci conferma l’indirizzo',
			'Il secondo fusibile non era stato montato',
			'non rimandi quelle vecchie, le ritira il nostro autista',
			'stamattina ho disposto il rimborso di 84,50 euro',
			'il prezzo resta lo stesso fino a fine gennaio',
		],
		asks: [
			'due lampade dell’ordine 20417 sono arrivate con il vetro rotto',
			'dobbiamo prima rispedirle?',
			'vorremmo anche sapere quanto costa ora il modello blu',
			'il negozio riapre lunedì e ci servono per allora',
			'ecco le foto che avevate chiesto',
		],
		seeBelow: 'Le mie risposte sono qui sotto.',
		notes: ['Per conoscenza', 'Puoi occuparti di questa cliente?', 'Vedi sotto.'],
		subject: 'Lampade rotte, ordine 20417',
	},
};
