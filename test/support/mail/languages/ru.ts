import { type Language } from '../language';

export const RU: Language = {
	code: 'ru',
	locale: 'ru-RU',
	heads: {
		gmail: '{wd}, {d} {mon}. {y} г. в {H}:{M}, {name} <{mail}>:',
		gmailApp: '{wd}, {d} {mon}. {y} г., {H}:{M} {name} <{mail}>:',
		apple: '{d} {mon}. {y} г., в {H}:{M}, {name} <{mail}> написал(а):',
		thunderbird: '{dd}.{mm}.{y} {H}:{M}, {name} пишет:',
		yahoo: '{weekday}, {d} {month} {y} г. в {H}:{M}:{S} GMT+3, {name} <{mail}> написал(а):',
		proton: '{weekday}, {d} {month} {y} г. в {H}:{M}, {name} <{mail}> написал(а):',
		roundcube: '{name} писал(а) {y}-{mm}-{dd} {H}:{M}:',
	},
	labels: {
		from: 'От',
		sent: 'Отправлено',
		date: 'Дата',
		to: 'Кому',
		cc: 'Копия',
		subject: 'Тема',
	},
	dates: {
		outlook: '{d} {month} {y} г. {H}:{M}',
		long: '{weekday}, {d} {month} {y} г. в {H}:{M}',
	},
	marks: {
		original: 'Исходное сообщение',
		zimbra: 'Исходное сообщение',
		samsung: 'Исходное сообщение',
		appleForward: 'Начало переадресованного сообщения:',
		thunderbirdForward: 'Перенаправленное сообщение',
		yahooForward: 'Пересылаемое сообщение',
	},
	devices: {
		iPhone: 'Отправлено с iPhone',
		outlook: 'Получить Outlook для iOS',
		samsung: 'Отправлено с моего Galaxy',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'Роман', last: 'Мельников', address: 'roman.melnikov@zhavoronok.example' },
		{ first: 'Анна', last: 'Ткачёва', address: 'anna@tkacheva.example' },
		{ first: 'Кирилл', last: 'Осипов', address: 'kirill.osipov@zhavoronok.example' },
	],
	talk: {
		hello: ['Здравствуйте, {first}!', 'Уважаемая госпожа {last},'],
		bye: 'С уважением,',
		brief: 'Спасибо, меня устраивает.',
		answers: [
			'лампы можем отправить в четверг, если вы подтвердите адрес',
			'3 ноября мы увидели, что второй предохранитель вообще не был установлен',
			'старые не возвращайте, их заберёт наш водитель',
			'возврат 845 рублей я оформил сегодня утром',
			'цена не изменится до конца января',
		],
		asks: [
			'две лампы из заказа 20417 пришли с разбитым стеклом',
			'нужно ли сначала вернуть их?',
			'ещё хотим узнать, сколько сейчас стоит синяя модель',
			'магазин открывается в понедельник, и они нужны к этому дню',
			'вот фотографии, о которых вы просили',
		],
		seeBelow: 'Мои ответы ниже в тексте.',
		notes: ['К сведению', 'Займёшься этим клиентом?', 'См. ниже.'],
		subject: 'Разбитые лампы в заказе 20417',
	},
};
