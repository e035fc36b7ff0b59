import { type Language } from '../language';

export const TR: Language = {
	code: 'tr',
	locale: 'tr-TR',
	heads: {
		gmail: '{name} <{mail}>, {d} {mon} {y} {wd}, {H}:{M} tarihinde şunu yazdı:',
		gmailApp: '{name} <{mail}>, {d} {mon} {y} {wd}, {H}:{M} tarihinde şunu yazdı:',
		apple: '{name} <{mail}> şunları yazdı ({d} {mon} {y} {H}:{M}):',
		thunderbird: '{d}.{mm}.{y} {H}:{M} tarihinde {name} yazdı:',
		yahoo: '{d} {month} {y} {weekday} {H}:{M}:{S} GMT+3 tarihinde {name} <{mail}> şöyle yazdı:',
		proton: '{d} {month} {y} {weekday} {H}:{M} tarihinde {name} <{mail}> şunu yazdı:',
		roundcube: '{y}-{mm}-{dd} {H}:{M} tarihinde, {name} yazdı:',
	},
	labels: {
		from: 'Kimden',
		sent: 'Gönderildi',
		date: 'Tarih',
		to: 'Kime',
		cc: 'Bilgi',
		subject: 'Konu',
	},
	dates: {
		outlook: '{d} {month} {y} {weekday} {H}:{M}',
		long: '{d} {month} {y} {weekday} {H}:{M}',
	},
	marks: {
		original: 'Özgün İleti',
		zimbra: 'Orijinal Mesaj',
		samsung: 'Orijinal mesaj',
		appleForward: 'İleti başlangıcı:',
		thunderbirdForward: 'İletilen İleti',
		yahooForward: 'İletilmiş Mesaj',
	},
	devices: {
		iPhone: 'iPhone’umdan gönderildi',
		outlook: 'iOS için Outlook’u edinin',
		samsung: 'Galaxy cihazımdan gönderildi',
	},
	re: 'YNT',
	fw: 'İLT',
	people: [
		{ first: 'Rıza', last: 'Değirmenci', address: 'riza.degirmenci@tarla.example' },
		{ first: 'Ayşe', last: 'Dokumacı', address: 'ayse@dokumaci.example' },
		{ first: 'Kemal', last: 'Özsoy', address: 'kemal.ozsoy@tarla.example' },
	],
	talk: {
		hello: ['Merhaba {first},', 'Sayın {last},'],
		bye: 'Saygılarımla',
		brief: 'Teşekkürler, bana uyar.',
		answers: [
			'adresi onaylarsanız lambaları perşembe günü gönderebiliriz',
			'ikinci sigorta hiç takılmamış',
			'fiyat ocak sonuna kadar aynı kalacak',
		],
		asks: [
			'20417 numaralı siparişteki iki lamba kırık camla geldi',
			'önce geri göndermemiz gerekiyor mu?',
			'dükkân pazartesi yeniden açılıyor',
		],
		seeBelow: 'Cevaplarım aşağıda.',
		notes: ['Bilginize', 'Bu müşteriyle ilgilenir misin?', 'Aşağıya bakın.'],
		subject: '20417 numaralı siparişte kırık lambalar',
	},
};
