import { type Language } from '../language';

export const CS: Language = {
	code: 'cs',
	locale: 'cs-CZ',
	heads: {
		gmail: '{wd} {d}. {m}. {y} v {H}:{M} odesílatel {name} <{mail}> napsal:',
		gmailApp: '{wd} {d}. {m}. {y} {H}:{M} odesílatel {name} <{mail}> napsal:',
		apple: '{d}. {m}. {y} v {H}:{M}, {name} <{mail}>:',
		thunderbird: 'Dne {dd}. {mm}. {yy} v {H}:{M} {name} napsal(a):',
		yahoo: 'V {weekday} {d}. {month} {y} v {H}:{M}:{S} SEČ, uživatel {name} <{mail}> napsal:',
		proton: 'Dne {weekday} {d}. {month} {y} v {H}:{M} {name} <{mail}> napsal(a):',
		roundcube: 'Dne {y}-{mm}-{dd} {H}:{M}, {name} napsal:',
	},
	labels: {
		from: 'Od',
		sent: 'Odesláno',
		date: 'Datum',
		to: 'Komu',
		cc: 'Kopie',
		subject: 'Předmět',
	},
	dates: {
		outlook: '{weekday} {d}. {month} {y} {H}:{M}',
		long: '{weekday} {d}. {month} {y} v {H}:{M}',
	},
	marks: {
		original: 'Původní zpráva',
		zimbra: 'Původní zpráva',
		samsung: 'Původní zpráva',
		appleForward: 'Začátek přeposílané zprávy:',
		thunderbirdForward: 'Přeposlaná zpráva',
		yahooForward: 'Přeposlaná zpráva',
	},
	devices: {
		iPhone: 'Odesláno z iPhonu',
		outlook: 'Získat Outlook pro iOS',
		samsung: 'Odesláno z mého zařízení Galaxy',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'Roman', last: 'Mlynář', address: 'roman.mlynar@skrivan.example' },
		{ first: 'Anna', last: 'Tkadlecová', address: 'anna@tkadlecova.example' },
		{ first: 'Karel', last: 'Osička', address: 'karel.osicka@skrivan.example' },
	],
	talk: {
		hello: ['Ahoj {first},', 'Vážená paní {last},'],
		bye: 'S pozdravem',
		brief: 'Děkuji, to mi vyhovuje.',
		answers: [
			'lampy můžeme poslat ve čtvrtek, pokud potvrdíte adresu',
			'Dne 3. 11. jsme zjistili, že druhá pojistka nebyla vůbec namontovaná',
			'cena zůstává stejná do konce ledna',
		],
		asks: [
			'dvě lampy z objednávky 20417 přišly s rozbitým sklem',
			'musíme je nejdřív vrátit?',
			'obchod otevíráme zase v pondělí',
		],
		seeBelow: 'Mé odpovědi jsou níže.',
		notes: ['Na vědomí', 'Postaráš se o tuto zákaznici?', 'Viz níže.'],
		subject: 'Rozbité lampy v objednávce 20417',
	},
};
