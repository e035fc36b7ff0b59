import { type Language } from '../language';

export const NB: Language = {
	code: 'nb',
	locale: 'nb-NO',
	heads: {
		gmail: '{wd}. {d}. {mon}. {y} kl. {H}:{M} skrev {name} <{mail}>:',
		gmailApp: '{wd}. {d}. {mon}. {y}, {H}:{M} skrev {name} <{mail}>:',
		apple: '{d}. {mon}. {y} kl. {H}:{M} skrev {name} <{mail}>:',
		thunderbird: 'Den {dd}.{mm}.{y} {H}:{M}, skrev {name}:',
		yahoo: '{weekday} {d}. {month} {y} kl. {H}:{M}:{S} CET skrev {name} <{mail}>:',
		proton: '{weekday} {d}. {month} {y} kl. {H}:{M} skrev {name} <{mail}>:',
		roundcube: 'Den {y}-{mm}-{dd} {H}:{M}, skrev {name}:',
	},
	labels: { from: 'Fra', sent: 'Sendt', date: 'Dato', to: 'Til', cc: 'Kopi', subject: 'Emne' },
	dates: {
		outlook: '{weekday} {d}. {month} {y} {H}:{M}',
		long: '{weekday} {d}. {month} {y} kl. {H}:{M}',
	},
	marks: {
		original: 'Opprinnelig melding',
		zimbra: 'Opprinnelig melding',
		samsung: 'Opprinnelig melding',
		appleForward: 'Videresendt melding:',
		thunderbirdForward: 'Videresendt melding',
		yahooForward: 'Videresendt melding',
	},
	devices: {
		iPhone: 'Sendt fra min iPhone',
		outlook: 'Skaff deg Outlook for iOS',
		samsung: 'Sendt fra min Galaxy',
	},
	re: 'SV',
	fw: 'VS',
	people: [
		{ first: 'Rune', last: 'Møllhaug', address: 'rune.mollhaug@lerka.example' },
		{ first: 'Anne', last: 'Vevstad', address: 'anne@vevstad.example' },
		{ first: 'Kåre', last: 'Østby', address: 'kare.ostby@lerka.example' },
	],
	talk: {
		hello: ['Hei {first},', 'Kjære fru {last},'],
		bye: 'Med vennlig hilsen',
		brief: 'Takk, det passer fint.',
		answers: [
			'vi kan sende lampene på torsdag hvis du bekrefter adressen',
			'Den andre sikringen var aldri montert',
			'prisen er den samme ut januar',
		],
		asks: [
			'to av lampene i ordre 20417 kom med knust glass',
			'må vi sende dem tilbake først?',
			'butikken åpner igjen på mandag',
		],
		seeBelow: 'Se svarene mine nedenfor.',
		notes: ['Til orientering', 'Kan du ta deg av denne kunden?', 'Se nedenfor.'],
		subject: 'Knuste lamper i ordre 20417',
	},
};
