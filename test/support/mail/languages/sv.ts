import { type Language } from '../language';

export const SV: Language = {
	code: 'sv',
	locale: 'sv-SE',
	heads: {
		gmail: 'Den {wd} {d} {mon}. {y} kl {H}:{M} skrev {name} <{mail}>:',
		gmailApp: 'Den {wd} {d} {mon}. {y} {H}:{M}{name} <{mail}> skrev:',
		apple: '{d} {mon}. {y} kl. {H}:{M} skrev {name} <{mail}>:',
		thunderbird: 'Den {y}-{mm}-{dd} kl. {H}:{M}, skrev {name}:',
		yahoo: 'Den {weekday} {d} {month} {y} {H}:{M}:{S} CET skrev {name} <{mail}>:',
		proton: 'Den {weekday} {d} {month} {y} kl. {H}:{M} skrev {name} <{mail}>:',
		roundcube: 'Den {y}-{mm}-{dd} {H}:{M}, skrev {name}:',
	},
	labels: {
		from: 'Från',
		sent: 'Skickat',
		date: 'Datum',
		to: 'Till',
		cc: 'Kopia',
		subject: 'Ämne',
	},
	dates: {
		outlook: 'den {d} {month} {y} {H}:{M}',
		long: '{weekday}, {d} {month} {y} kl. {H}:{M}',
	},
	marks: {
		original: 'Ursprungligt meddelande',
		zimbra: 'Ursprungligt meddelande',
		samsung: 'Originalmeddelande',
		appleForward: 'Vidarebefordrat mejl:',
		thunderbirdForward: 'Vidarebefordrat meddelande',
		yahooForward: 'Vidarebefordrat meddelande',
	},
	devices: {
		iPhone: 'Skickat från min iPhone',
		outlook: 'Hämta Outlook för iOS',
		samsung: 'Skickat från min Galaxy',
	},
	re: 'SV',
	fw: 'VB',
	people: [
		{ first: 'Rikard', last: 'Möllare', address: 'rikard.mollare@larkan.example' },
		{ first: 'Annika', last: 'Vävare', address: 'annika@vavare.example' },
		{ first: 'Karl', last: 'Östman', address: 'karl.ostman@larkan.example' },
	],
	talk: {
		hello: ['Hej {first},', 'Bästa fru {last},'],
		bye: 'Med vänliga hälsningar',
		brief: 'Tack, det blir bra.',
		answers: [
			'vi kan skicka lamporna på torsdag om du bekräftar adressen',
			'Den andra säkringen var aldrig monterad',
			'skicka inte tillbaka de gamla, vår chaufför tar med dem',
			'återbetalningen på 845 kronor gjorde jag i morse',
			'priset är detsamma till slutet av januari',
		],
		asks: [
			'två av lamporna i order 20417 kom med krossat glas',
			'måste vi skicka tillbaka dem först?',
			'vi vill också veta vad den blå modellen kostar nu',
			'butiken öppnar igen på måndag och då behöver vi dem',
			'här är bilderna som ni bad om',
		],
		seeBelow: 'Se mina svar nedan.',
		notes: ['För kännedom', 'Kan du ta hand om den här kunden?', 'Se nedan.'],
		subject: 'Trasiga lampor i order 20417',
	},
};
