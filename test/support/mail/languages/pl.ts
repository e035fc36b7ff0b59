import { type Language } from '../language';

export const PL: Language = {
	code: 'pl',
	locale: 'pl-PL',
	heads: {
		gmail: '{wd}., {d} {mon} {y} o {H}:{M} {name} <{mail}> napisał(a):',
		gmailApp: '{wd}., {d} {mon} {y}, {H}:{M} użytkownik {name} <{mail}> napisał:',
		apple: 'Wiadomość napisana przez {name} <{mail}> w dniu {d} {mon} {y}, o godz. {H}:{M}:',
		thunderbird: 'W dniu {d}.{mm}.{y} o {H}:{M}, {name} pisze:',
		yahoo: 'W dniu {weekday}, {d} {month} {y} {H}:{M}:{S} CET użytkownik {name} <{mail}> napisał:',
		proton: 'W dniu {weekday}, {d} {month} {y} o {H}:{M} {name} <{mail}> napisał(a):',
		roundcube: 'W dniu {y}-{mm}-{dd} {H}:{M}, {name} napisał(a):',
	},
	labels: { from: 'Od', sent: 'Wysłano', date: 'Data', to: 'Do', cc: 'DW', subject: 'Temat' },
	dates: {
		outlook: '{weekday}, {d} {month} {y} {H}:{M}',
		long: '{weekday}, {d} {month} {y} o {H}:{M}',
	},
	marks: {
		original: 'Wiadomość oryginalna',
		zimbra: 'Oryginalna wiadomość',
		samsung: 'Oryginalna wiadomość',
		appleForward: 'Początek przekazywanej wiadomości:',
		thunderbirdForward: 'Treść przekazanej wiadomości',
		yahooForward: 'Przekazana wiadomość',
	},
	devices: {
		iPhone: 'Wysłane z iPhone’a',
		outlook: 'Pobierz program Outlook dla systemu iOS',
		samsung: 'Wysłano z mojego Galaxy',
	},
	re: 'Odp',
	fw: 'PD',
	people: [
		{ first: 'Robert', last: 'Młynarski', address: 'robert.mlynarski@skowronek.example' },
		{ first: 'Anna', last: 'Tkaczyk', address: 'anna@tkaczyk.example' },
		{ first: 'Karol', last: 'Osiński', address: 'karol.osinski@skowronek.example' },
	],
	talk: {
		hello: ['Cześć {first},', 'Szanowna Pani {last},'],
		bye: 'Pozdrawiam',
		brief: 'Dziękuję, pasuje.',
		answers: [
			'lampy możemy wysłać w czwartek, jeśli potwierdzi Pani adres',
			'W dniu odbioru drugi bezpiecznik w ogóle nie był zamontowany',
			'proszę nie odsyłać starych, zabierze je nasz kierowca',
			'zwrot 84,50 zł zleciłem dziś rano',
			'cena nie zmieni się do końca stycznia',
		],
		asks: [
			'dwie lampy z zamówienia 20417 przyszły ze stłuczonym szkłem',
			'czy musimy je najpierw odesłać?',
			'chcemy też wiedzieć, ile teraz kosztuje niebieski model',
			'sklep otwieramy znów w poniedziałek i do tego czasu są potrzebne',
			'przesyłam zdjęcia, o które Państwo prosili',
		],
		seeBelow: 'Moje odpowiedzi są poniżej.',
		notes: ['Do wiadomości', 'Zajmiesz się tą klientką?', 'Patrz niżej.'],
		subject: 'Stłuczone lampy w zamówieniu 20417',
	},
};
