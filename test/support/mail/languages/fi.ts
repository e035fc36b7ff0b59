import { type Language } from '../language';

export const FI: Language = {
	code: 'fi',
	locale: 'fi-FI',
	heads: {
		gmail: '{wd} {d}. marrask. {y} klo {H}.{M} {name} ({mail}) kirjoitti:',
		gmailApp: '{wd} {d}. marrask. {y} klo {H}.{M} {name} <{mail}> kirjoitti:',
		apple: '{name} <{mail}> kirjoitti {d}.{m}.{y} kello {H}.{M}:',
		thunderbird: '{name} kirjoitti {d}.{m}.{y} klo {H}.{M}:',
		yahoo: '{weekday} {d}. {month} {y} klo {H}.{M}.{S} UTC+2 {name} <{mail}> kirjoitti:',
		proton: '{weekday} {d}. {month} {y} klo {H}.{M} {name} <{mail}> kirjoitti:',
		roundcube: '{name} kirjoitti {y}-{mm}-{dd} {H}:{M}:',
	},
	labels: {
		from: 'Lähettäjä',
		sent: 'Lähetetty',
		date: 'Päivämäärä',
		to: 'Vastaanottaja',
		cc: 'Kopio',
		subject: 'Aihe',
	},
	dates: {
		outlook: '{weekday} {d}. {month} {y} {H}.{M}',
		long: '{weekday}, {d}. {month} {y} klo {H}.{M}',
	},
	marks: {
		original: 'Alkuperäinen viesti',
		zimbra: 'Alkuperäinen viesti',
		samsung: 'Alkuperäinen viesti',
		appleForward: 'Välitetty viesti alkaa:',
		thunderbirdForward: 'Välitetty viesti / Fwd.Msg',
		yahooForward: 'Edelleenlähetetty viesti',
	},
	devices: {
		iPhone: 'Lähetetty iPhonesta',
		outlook: 'Hanki Outlook iOS:lle',
		samsung: 'Lähetetty Galaxystani',
	},
	re: 'VS',
	fw: 'VL',
	people: [
		{ first: 'Risto', last: 'Myllymäki', address: 'risto.myllymaki@kiuru.example' },
		{ first: 'Anni', last: 'Kutojanen', address: 'anni@kutojanen.example' },
		{ first: 'Kalle', last: 'Osmola', address: 'kalle.osmola@kiuru.example' },
	],
	talk: {
		hello: ['Hei {first},', 'Arvoisa rouva {last},'],
		bye: 'Ystävällisin terveisin',
		brief: 'Kiitos, sopii hyvin.',
		answers: [
			'voimme lähettää lamput torstaina, jos vahvistat osoitteen',
			'toista sulaketta ei ollut asennettu',
			'hinta pysyy samana tammikuun loppuun',
		],
		asks: [
			'kaksi tilauksen 20417 lamppua tuli perille rikkinäisinä',
			'pitääkö ne palauttaa ensin?',
			'kauppa avautuu taas maanantaina',
		],
		seeBelow: 'Vastaukseni ovat alla.',
		notes: ['Tiedoksi', 'Voitko hoitaa tämän asiakkaan?', 'Katso alta.'],
		subject: 'Rikkinäiset lamput tilauksessa 20417',
	},
};
