import { type Language } from '../language';

export const PT: Language = {
	code: 'pt',
	locale: 'pt-BR',
	heads: {
		gmail: 'Em {wd}., {d} de {mon}. de {y} às {H}:{M}, {name} <{mail}> escreveu:',
		gmailApp: 'Em {wd}., {d} de {mon}. de {y}, {H}:{M}, {name} <{mail}> escreveu:',
		apple: 'Em {d} de {mon}. de {y}, à(s) {H}:{M}, {name} <{mail}> escreveu:',
		thunderbird: 'Em {dd}/{mm}/{y} {H}:{M}, {name} escreveu:',
		yahoo: 'Em {weekday}, {d} de {month} de {y} às {H}:{M}:{S} BRT, {name} <{mail}> escreveu:',
		proton: 'Em {weekday}, {d} de {month} de {y} às {H}:{M}, {name} <{mail}> escreveu:',
		roundcube: 'Em {y}-{mm}-{dd} {H}:{M}, {name} escreveu:',
	},
	labels: { from: 'De', sent: 'Enviado', date: 'Data', to: 'Para', cc: 'Cc', subject: 'Assunto' },
	dates: {
		outlook: '{weekday}, {d} de {month} de {y} {H}:{M}',
		long: '{weekday}, {d} de {month} de {y} às {H}:{M}',
	},
	marks: {
		original: 'Mensagem original',
		zimbra: 'Mensagem original',
		samsung: 'Mensagem original',
		appleForward: 'Início da mensagem encaminhada:',
		thunderbirdForward: 'Mensagem encaminhada',
		yahooForward: 'Mensagem encaminhada',
	},
	devices: {
		iPhone: 'Enviado do meu iPhone',
		outlook: 'Obter o Outlook para iOS',
		samsung: 'Enviado do meu Galaxy',
	},
	re: 'RES',
	fw: 'ENC',
	people: [
		{ first: 'Rui', last: 'Moleiro', address: 'rui.moleiro@cotovia.example' },
		{ first: 'Anabela', last: 'Tecelão', address: 'anabela@tecelao.example' },
		{ first: 'Carlos', last: 'Osório', address: 'carlos.osorio@cotovia.example' },
	],
	talk: {
		hello: ['Olá {first},', 'Prezada Sra. {last},'],
		bye: 'Atenciosamente,',
		brief: 'Obrigado, está ótimo assim.',
		answers: [
			'podemos enviar as lâmpadas na quinta se confirmar o endereço',
			'Em novembro vimos que o segundo fusível não tinha sido montado',
			'não devolva as antigas, nosso motorista leva',
			'fiz o reembolso de 84,50 reais hoje cedo',
			'o preço continua igual até o fim de janeiro',
		],
		asks: [
			'duas lâmpadas do pedido 20417 chegaram com o vidro quebrado',
			'precisamos devolver primeiro?',
			'também queremos saber quanto custa agora o modelo azul',
			'a loja reabre na segunda e precisamos delas até lá',
			'seguem as fotos que pediu',
		],
		seeBelow: 'Seguem minhas respostas abaixo.',
		notes: ['Para conhecimento', 'Você pode cuidar desta cliente?', 'Veja abaixo.'],
		subject: 'Lâmpadas quebradas no pedido 20417',
	},
};
