import { type Language } from '../language';

export const ES: Language = {
	code: 'es',
	locale: 'es-ES',
	heads: {
		gmail: 'El {wd}, {d} {mon} {y} a las {H}:{M}, {name} (<{mail}>) escribió:',
		gmailApp: 'El {wd}, {d} {mon} {y}, {H}:{M}, {name} <{mail}> escribió:',
		apple: 'El {d} {mon} {y}, a las {H}:{M}, {name} <{mail}> escribió:',
		thunderbird: 'El {d}/{m}/{yy} a las {H}:{M}, {name} escribió:',
		yahoo: 'El {weekday}, {d} de {month} de {y}, {H}:{M}:{S} CET, {name} <{mail}> escribió:',
		proton: 'El {weekday}, {d} de {month} de {y} a las {H}:{M}, {name} <{mail}> escribió:',
		roundcube: 'El {y}-{mm}-{dd} {H}:{M}, {name} escribió:',
	},
	labels: { from: 'De', sent: 'Enviado', date: 'Fecha', to: 'Para', cc: 'CC', subject: 'Asunto' },
	dates: {
		outlook: '{weekday}, {d} de {month} de {y} {H}:{M}',
		long: '{weekday}, {d} de {month} de {y}, {H}:{M}',
	},
	marks: {
		original: 'Mensaje original',
		zimbra: 'Mensaje original',
		samsung: 'Mensaje original',
		appleForward: 'Inicio del mensaje reenviado:',
		thunderbirdForward: 'Mensaje reenviado',
		yahooForward: 'Mensaje reenviado',
	},
	devices: {
		iPhone: 'Enviado desde mi iPhone',
		outlook: 'Obtener Outlook para iOS',
		samsung: 'Enviado desde mi Galaxy',
	},
	re: 'RE',
	fw: 'RV',
	people: [
		{ first: 'Rubén', last: 'Molinero', address: 'ruben.molinero@alondra.example' },
		{ first: 'Ana', last: 'Tejedor', address: 'ana@tejedor-hijas.example' },
		{ first: 'Carlos', last: 'Osuna', address: 'carlos.osuna@alondra.example' },
	],
	talk: {
		hello: ['Hola {first},', 'Estimada Sra. {last}:'],
		bye: 'Un saludo,',
		brief: 'Gracias, así está bien.',
		answers: [
			'podemos enviar las lámparas el jueves si confirma la dirección',
			'El segundo fusible no estaba montado',
			'no devuelva las antiguas, nuestro conductor las recoge',
			'esta mañana he tramitado el reembolso de 84,50 euros',
			'el precio se mantiene hasta finales de enero',
		],
		asks: [
			'dos lámparas del pedido 20417 llegaron con el cristal roto',
			'¿tenemos que devolverlas antes?',
			'también queremos saber cuánto cuesta ahora el modelo azul',
			'la tienda abre otra vez el lunes y las necesitamos para entonces',
			'aquí están las fotos que pidió',
		],
		seeBelow: 'Mis respuestas están más abajo.',
		notes: ['Para tu información', '¿Puedes ocuparte de esta clienta?', 'Ver abajo.'],
		subject: 'Lámparas rotas en el pedido 20417',
	},
};
