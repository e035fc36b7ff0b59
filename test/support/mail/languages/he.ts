import { type Language } from '../language';

export const HE: Language = {
	code: 'he',
	locale: 'he-IL',
	heads: {
		gmail:
			'\u202bבתאריך {wd}, {d} ב{mon} {y} ב-{H}:{M} מאת \u202a{name}\u202c\u200f <\u202a{mail}\u202c\u200f>:\u202c',
		gmailApp: '\u202bבתאריך {wd}, {d} ב{mon} {y}, {H}:{M}, מאת {name} \u200f<{mail}>:\u202c',
		apple: '\u200fב-{d} ב{mon} {y}, בשעה {H}:{M}, \u200f{name} <{mail}> כתב/ה:',
		thunderbird: 'בתאריך {dd}/{mm}/{y} {H}:{M}, {name} כתב:',
		yahoo: 'ב{weekday}, {d} ב{month} {y} בשעה {H}:{M}:{S} GMT+2, {name} <{mail}> כתב/ה:',
		proton: 'ב{weekday}, {d} ב{month} {y} בשעה {H}:{M}, {name} <{mail}> כתב/ה:',
		roundcube: 'בתאריך {y}-{mm}-{dd} {H}:{M}, {name} כתב:',
	},
	labels: { from: 'מאת', sent: 'נשלח', date: 'תאריך', to: 'אל', cc: 'עותק', subject: 'נושא' },
	dates: { outlook: '{weekday} {d} {month} {y} {H}:{M}', long: '{d} {month} {y} בשעה {H}:{M}' },
	marks: {
		original: 'הודעה מקורית',
		zimbra: 'הודעה מקורית',
		samsung: 'הודעה מקורית',
		appleForward: 'תחילת ההודעה שהועברה:',
		thunderbirdForward: 'הודעה שהועברה',
		yahooForward: 'הודעה שהועברה',
	},
	devices: {
		iPhone: 'נשלח מה-iPhone שלי',
		outlook: 'קבל את Outlook עבור iOS',
		samsung: 'נשלח מה-Galaxy שלי',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'רון', last: 'טחן', address: 'ron.tachan@efroni.example' },
		{ first: 'ענת', last: 'אורגת', address: 'anat@oreget.example' },
		{ first: 'כרמי', last: 'עוז', address: 'karmi.oz@efroni.example' },
	],
	talk: {
		hello: ['שלום {first},', 'גברת {last} הנכבדה,'],
		bye: 'בברכה,',
		brief: 'תודה, מתאים לי.',
		answers: [
			'נוכל לשלוח את המנורות ביום חמישי אם תאשרו את הכתובת',
			'הנתיך השני לא הורכב כלל',
			'המחיר נשאר זהה עד סוף ינואר',
		],
		asks: [
			'שתי מנורות מהזמנה 20417 הגיעו עם זכוכית שבורה',
			'האם צריך להחזיר אותן קודם?',
			'החנות נפתחת שוב ביום שני',
		],
		seeBelow: 'התשובות שלי למטה.',
		notes: ['לידיעתך', 'תוכל לטפל בלקוחה הזאת?', 'ראה למטה.'],
		subject: 'מנורות שבורות בהזמנה 20417',
	},
};
