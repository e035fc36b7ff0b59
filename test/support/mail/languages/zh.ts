import { type Language } from '../language';

export const ZH: Language = {
	code: 'zh',
	locale: 'zh-CN',
	colon: '：',
	heads: {
		gmail: '{name} <{mail}> 于{y}年{m}月{d}日{wd} {H}:{M}写道：',
		gmailApp: '{name} <{mail}> 于 {y}年{m}月{d}日{wd} {H}:{M}写道：',
		apple: '在 {y}年{m}月{d}日，{H}:{M}，{name} <{mail}> 写道：',
		thunderbird: '在 {y}/{m}/{d} {H}:{M}, {name} 写道:',
		yahoo: '{name} (<{mail}>) 在 {y}年{m}月{d}日{weekday} {H}:{M}:{S} [GMT+8] 写道：',
		proton: '{weekday}, {y}年{m}月{d}日 {H}:{M}，{name} <{mail}> 来信：',
		roundcube: '{y}-{mm}-{dd} {H}:{M}，{name} 写道:',
	},
	labels: {
		from: '发件人',
		sent: '发送时间',
		date: '日期',
		to: '收件人',
		cc: '抄送',
		subject: '主题',
	},
	dates: { outlook: '{y}年{m}月{d}日 {H}:{M}', long: '{weekday}, {y}年{m}月{d}日 {H}:{M}' },
	marks: {
		original: '邮件原件',
		zimbra: '原始邮件',
		samsung: '原始邮件',
		appleForward: '开始转发的邮件：',
		thunderbirdForward: '转发的消息',
		yahooForward: '转发邮件',
	},
	devices: {
		iPhone: '发自我的 iPhone',
		outlook: '获取 Outlook for iOS',
		samsung: '发自我的 Galaxy',
	},
	re: '答复',
	fw: '转发',
	people: [
		{ first: '伟', last: '磨', address: 'wei.mo@yunque.example' },
		{ first: '安娜', last: '织田', address: 'anna@zhitian.example' },
		{ first: '凯', last: '欧', address: 'kai.ou@yunque.example' },
	],
	talk: {
		hello: ['{first}，您好！', '尊敬的{last}女士：'],
		bye: '此致敬礼',
		brief: '谢谢，这样可以。',
		answers: [
			'您确认地址后，我们可以在星期四寄出灯具',
			'第二个保险丝根本没有安装',
			'价格到一月底都不变',
		],
		asks: ['订单20417的两盏灯到货时玻璃碎了', '需要先把它们寄回吗？', '商店星期一重新开门'],
		seeBelow: '我的回答见下文。',
		notes: ['供参考', '你能处理这位客户吗？', '见下文。'],
		subject: '订单20417的灯具破损',
	},
};
