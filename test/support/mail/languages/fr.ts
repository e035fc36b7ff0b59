import { type Language } from '../language';

export const FR: Language = {
	code: 'fr',
	locale: 'fr-FR',
	colon: '\u00a0:',
	heads: {
		gmail: 'Le {wd}. {d} {mon}. {y} à {H}:{M}, {name} <{mail}> a écrit\u00a0:',
		gmailApp: 'Le {wd}. {d} {mon}. {y}, {H}:{M}, {name} <{mail}> a écrit\u00a0:',
		apple: 'Le {d} {mon}. {y} à {H}:{M}, {name} <{mail}> a écrit\u00a0:',
		thunderbird: 'Le {dd}/{mm}/{y} à {H}:{M}, {name} a écrit\u00a0:',
		yahoo: 'Le {weekday} {d} {month} {y} à {H}:{M}:{S} UTC+1, {name} <{mail}> a écrit\u00a0:',
		proton: 'Le {weekday} {d} {month} {y} à {H}:{M}, {name} <{mail}> a écrit\u00a0:',
		roundcube: 'Le {y}-{mm}-{dd} {H}:{M}, {name} a écrit\u00a0:',
	},
	labels: { from: 'De', sent: 'Envoyé', date: 'Date', to: 'À', cc: 'Cc', subject: 'Objet' },
	dates: {
		outlook: '{weekday} {d} {month} {y} {H}:{M}',
		long: '{weekday} {d} {month} {y} à {H}:{M}',
	},
	marks: {
		original: 'Message d’origine',
		zimbra: 'Mail original',
		samsung: 'Message d’origine',
		appleForward: 'Début du message réexpédié\u00a0:',
		thunderbirdForward: 'Message transféré',
		yahooForward: 'Message transmis',
	},
	devices: {
		iPhone: 'Envoyé de mon iPhone',
		outlook: 'Télécharger Outlook pour iOS',
		samsung: 'Envoyé depuis mon appareil Galaxy',
	},
	re: 'RE',
	fw: 'TR',
	people: [
		{ first: 'Rémi', last: 'Meunier', address: 'remi.meunier@alouette.example' },
		{ first: 'Chloé', last: 'Tisserand', address: 'chloe@tisserand-filles.example' },
		{ first: 'Karim', last: 'Osmont', address: 'karim.osmont@alouette.example' },
	],
	talk: {
		hello: ['Bonjour {first},', 'Madame {last},'],
		bye: 'Bien cordialement,',
		brief: 'Merci, cela me convient.',
		answers: [
			'nous pouvons expédier les lampes jeudi si vous confirmez l’adresse',
			'Le second fusible n’a jamais été monté',
			'ne renvoyez pas les anciennes, notre chauffeur les reprendra',
			'j’ai fait partir le remboursement de 84,50 euros ce matin',
			'le prix reste le même jusqu’à fin janvier',
		],
		asks: [
			'deux lampes de la commande 20417 sont arrivées avec le verre brisé',
			'faut-il d’abord vous les renvoyer ?',
			'nous aimerions aussi connaître le prix du modèle bleu',
			'la boutique rouvre lundi et il nous les faut avant',
			'voici les photos que vous aviez demandées',
		],
		seeBelow: 'Voir mes réponses ci-dessous.',
		notes: ['Pour info', 'Peux-tu t’occuper de cette cliente ?', 'Voir ci-dessous.'],
		subject: 'Lampes cassées, commande 20417',
	},
};
