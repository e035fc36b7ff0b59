import { type Language } from '../language';

export const EN: Language = {
	code: 'en',
	locale: 'en-US',
	heads: {
		gmail: 'On {wd}, {mon} {d}, {y} at {h}:{M}\u202f{ap} {name} <{mail}> wrote:',
		gmailApp: 'On {wd}, {d} {mon} {y}, {H}:{M} {name}, <{mail}> wrote:',
		apple: 'On {mon} {d}, {y}, at {h}:{M}\u202f{ap}, {name} <{mail}> wrote:',
		thunderbird: 'On {m}/{d}/{yy} {h}:{M} {ap}, {name} wrote:',
		yahoo: 'On {weekday}, {month} {d}, {y} at {h}:{M}:{S} {ap} GMT+1, {name} <{mail}> wrote:',
		proton: 'On {weekday}, {month} {d}{th}, {y} at {h}:{M} {ap}, {name} <{mail}> wrote:',
		roundcube: 'On {y}-{mm}-{dd} {H}:{M}, {name} wrote:',
	},
	labels: { from: 'From', sent: 'Sent', date: 'Date', to: 'To', cc: 'Cc', subject: 'Subject' },
	dates: {
		outlook: '{weekday}, {month} {d}, {y} {h}:{M} {ap}',
		long: '{weekday}, {month} {d}, {y} at {h}:{M} {ap}',
	},
	marks: {
		original: 'Original Message',
		zimbra: 'Original Message',
		samsung: 'Original message',
		appleForward: 'Begin forwarded message:',
		thunderbirdForward: 'Forwarded Message',
		yahooForward: 'Forwarded message',
	},
	devices: {
		iPhone: 'Sent from my iPhone',
		outlook: 'Get Outlook for iOS',
		samsung: 'Sent from my Galaxy',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: 'Robert', last: 'Miller', address: 'robert.miller@larkmill.example' },
		{ first: 'Ann', last: 'Weaver', address: 'ann@weaver-and-daughters.example' },
		{ first: 'Carl', last: 'Osborne', address: 'carl.osborne@larkmill.example' },
	],
	talk: {
		hello: ['Hi {first},', 'Dear Ms. {last},'],
		bye: 'Best regards,',
		brief: 'Thanks, that works for me.',
		answers: [
			'we can send the replacement lamps on Thursday if you confirm the address',
			'On Monday the R&D team found that the second fuse was never fitted',
			'please do not return the old ones, our driver takes them along',
			'I have put the refund of 84.50 through this morning',
			'the price stays the same until the end of January',
		],
		asks: [
			'two of the lamps from order 20417 arrived with broken glass',
			'could you tell me whether we have to send them back first',
			'we would also like to know what the blue model costs now',
			'the shop opens again on Monday and we need them by then',
			'here are the photos that you asked for',
		],
		seeBelow: 'Please see my answers below.',
		notes: ['FYI', 'Can you take care of this customer?', 'See below.'],
		subject: 'Broken lamps in order 20417',
	},
};
