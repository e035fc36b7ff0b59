import { type Language } from '../language';

export const DA: Language = {
	code: 'da',
	locale: 'da-DK',
	heads: {
		gmail: 'Den {wd}. {d}. {mon}. {y} kl. {H}.{M} skrev {name} <{mail}>:',
		gmailApp: 'Den {wd}. {d}. {mon}. {y} {H}.{M} skrev {name} <{mail}>:',
		apple: 'Den {d}. {mon}. {y} kl. {H}.{M} skrev {name} <{mail}>:',
		thunderbird: 'Den {dd}.{mm}.{y} kl. {H}.{M} skrev {name}:',
		yahoo: 'Den {weekday} den {d}. {month} {y} {H}.{M}.{S} CET skrev {name} <{mail}>:',
		proton: 'Den {weekday} den {d}. {month} {y} kl. {H}.{M} skrev {name} <{mail}>:',
		roundcube: 'Den {y}-{mm}-{dd} {H}:{M}, skrev {name}:',
	},
	labels: { from: 'Fra', sent: 'Sendt', date: 'Dato', to: 'Til', cc: 'Cc', subject: 'Emne' },
	dates: {
		outlook: '{d}. {month} {y} {H}:{M}',
		long: '{weekday} den {d}. {month} {y} kl. {H}.{M}',
	},
	marks: {
		original: 'Oprindelig meddelelse',
		zimbra: 'Oprindelig meddelelse',
		samsung: 'Oprindelig besked',
		appleForward: 'Start på videresendt besked:',
		thunderbirdForward: 'Videresendt meddelelse',
		yahooForward: 'Videresendt meddelelse',
	},
	devices: {
		iPhone: 'Sendt fra min iPhone',
		outlook: 'Hent Outlook til iOS',
		samsung: 'Sendt fra min Galaxy',
	},
	re: 'SV',
	fw: 'VS',
	people: [
		{ first: 'Rasmus', last: 'Møller', address: 'rasmus.moeller@laerken.example' },
		{ first: 'Anne', last: 'Væver', address: 'anne@vaever.example' },
		{ first: 'Karsten', last: 'Østergaard', address: 'karsten.oestergaard@laerken.example' },
	],
	talk: {
		hello: ['Hej {first},', 'Kære fru {last},'],
		bye: 'Med venlig hilsen',
		brief: 'Tak, det passer fint.',
		answers: [
			'vi kan sende lamperne på torsdag, hvis du bekræfter adressen',
			'Den anden sikring var slet ikke monteret',
			'send ikke de gamle tilbage, vores chauffør tager dem med',
			'jeg har tilbagebetalt de 845 kroner i morges',
			'prisen er den samme til slutningen af januar',
		],
		asks: [
			'to af lamperne i ordre 20417 kom med knust glas',
			'skal vi først sende dem tilbage?',
			'vi vil også gerne vide, hvad den blå model koster nu',
			'butikken åbner igen på mandag, og der skal vi bruge dem',
			'her er de billeder, I bad om',
		],
		seeBelow: 'Se mine svar nedenfor.',
		notes: ['Til orientering', 'Kan du tage dig af denne kunde?', 'Se nedenfor.'],
		subject: 'Knuste lamper i ordre 20417',
	},
};
