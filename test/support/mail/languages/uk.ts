import { type Language } from '../language';

export const UK: Language = {
	code: 'uk',
	locale: 'uk-UA',
	heads: {
		gmail: '{wd}, {d} {mon}. {y} р. о {H}:{M} {name} <{mail}> пише:',
		gmailApp: '{wd}, {d} {mon}. {y} р., {H}:{M} користувач {name} <{mail}> пише:',
		apple: '{d} {mon}. {y} р. о {H}:{M} {name} <{mail}> пише:',
		thunderbird: '{dd}.{mm}.{yy} {H}:{M}, {name} пише:',
		yahoo: '{weekday}, {d} {month} {y} р. о {H}:{M}:{S} GMT+2, {name} <{mail}> написав(-ла):',
		proton: '{weekday}, {d} {month} {y} р. о {H}:{M} {name} <{mail}> пише:',
		roundcube: '{name} писав(ла) {y}-{mm}-{dd} {H}:{M}:',
	},
	labels: {
		from: 'Від',
		sent: 'Надіслано',
		date: 'Дата',
		to: 'Кому',
		cc: 'Копія',
		subject: 'Тема',
	},
	dates: {
		outlook: '{weekday}, {d} {month} {y} р. {H}:{M}',
		long: '{weekday}, {d} {month} {y} р. о {H}:{M}',
	},
	marks: {
		original: 'Вихідне повідомлення',
		zimbra: 'Вихідне повідомлення',
		samsung: 'Вихідне повідомлення',
		appleForward: 'Початок листа, що пересилається:',
		thunderbirdForward: 'Переслане повідомлення',
		yahooForward: 'Перенаправлене повідомлення',
	},
	devices: {
		iPhone: 'Надіслано з iPhone',
		outlook: 'Завантажити Outlook для iOS',
		samsung: 'Надіслано з мого Galaxy',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'Роман', last: 'Мельник', address: 'roman.melnyk@zhaivir.example' },
		{ first: 'Ганна', last: 'Ткаченко', address: 'hanna@tkachenko.example' },
		{ first: 'Кирило', last: 'Осадчий', address: 'kyrylo.osadchyi@zhaivir.example' },
	],
	talk: {
		hello: ['Вітаю, {first}!', 'Шановна пані {last},'],
		bye: 'З повагою,',
		brief: 'Дякую, мені підходить.',
		answers: [
			'лампи можемо надіслати в четвер, якщо ви підтвердите адресу',
			'другий запобіжник узагалі не було встановлено',
			'ціна не зміниться до кінця січня',
		],
		asks: [
			'дві лампи із замовлення 20417 прийшли з розбитим склом',
			'чи треба їх спочатку повернути?',
			'крамниця відчиняється в понеділок',
		],
		seeBelow: 'Мої відповіді нижче.',
		notes: ['До відома', 'Займешся цією клієнткою?', 'Див. нижче.'],
		subject: 'Розбиті лампи в замовленні 20417',
	},
};
