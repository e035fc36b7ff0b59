import { type Language, type Person } from './language';
import { type Paragraph } from './mail';
import { type Pen, type Whose } from './pen';
import { nameOf } from './write';

/** How people answer above a quote. */
export const ANSWERS = [
	'friendly',
	'formal',
	'long',
	'subject',
	'brief',
	'unsigned',
	'odd',
] as const;
/** How people pass a mail on. */
export const NOTES = [
	'nothing',
	'note',
	'request',
	'below',
	'greeting',
	'signed',
	'sentence',
	'signed sentence',
	'card',
	'mention',
	'long',
	'subject',
] as const;

export type Answer = (typeof ANSWERS)[number];
export type Note = (typeof NOTES)[number];

/** Where nothing but From, Sent, To and Subject stands over the history, these say that it is an answer. */
export const CLEAR_ANSWERS: readonly Answer[] = ['friendly', 'formal', 'long', 'subject'];

function hello(language: Language, to: Person, form: 0 | 1): string {
	return language.talk.hello[form].replace('{first}', to.first).replace('{last}', to.last);
}

function bye(language: Language, from: Person): Paragraph {
	return [language.talk.bye, nameOf(language, from)];
}

export function answerOf(answer: Answer, language: Language, pen: Pen): readonly Paragraph[] {
	const [me, other] = language.people;
	const { answers, brief } = language.talk;
	const some = (start: number, end: number) => pen.write('sender', answers.slice(start, end));
	const say = (lines: Paragraph) => pen.say('sender', lines);
	switch (answer) {
		case 'friendly':
			return [say([hello(language, other, 0)]), some(0, 1), say([nameOf(language, me)])];
		case 'formal':
			return [say([hello(language, other, 1)]), some(0, 2), some(2, 3), say(bye(language, me))];
		case 'long':
			return [some(0, 2), some(2, 4), some(0, 3), say(bye(language, me))];
		case 'subject':
			return [say([`${language.re}: ${language.talk.subject}`]), some(1, 3)];
		case 'brief':
			return [say([brief])];
		case 'unsigned':
			return [some(1, 3)];
		// He quotes himself, and says from where to where: his own words, above the history.
		case 'odd':
			return [
				say(['On 12 March 2026 I wrote:']),
				say(['> six of the blue ones']),
				some(0, 1),
				say(['From: Hamburg', 'To: Munich', 'Date: 12 March']),
				say(['---']),
				some(1, 2),
			];
	}
}

const CARD = [
	'Head of Sales, Larkmill Lamps GmbH',
	'Mühlenweg 4, 20144 Hamburg',
	'Tel. +49 30 5550 0417',
	'www.larkmill.example',
];

export function noteOf(note: Note, language: Language, pen: Pen): readonly Paragraph[] {
	const [me, , third] = language.people;
	const { notes, answers, seeBelow } = language.talk;
	const [forYou = '', request = '', below = ''] = notes;
	const say = (lines: Paragraph) => pen.say('sender', lines);
	switch (note) {
		case 'nothing':
			return [];
		case 'note':
			return [say([forYou])];
		case 'request':
			return [say([request])];
		case 'below':
			return [say([below])];
		case 'greeting':
			return [say([hello(language, third, 0)]), say([below])];
		case 'signed':
			return [say([request]), say(bye(language, me))];
		// What no list of phrases knows: a sentence alone does not say whether it answers, and what is in doubt stays.
		case 'sentence':
			return [pen.write('sender', answers.slice(2, 3))];
		case 'signed sentence':
			return [pen.write('sender', answers.slice(2, 3)), say(bye(language, me))];
		// Long for its signature alone, which Outlook puts under everything.
		case 'card':
			return [pen.write('sender', answers.slice(-1)), say([nameOf(language, me), ...CARD])];
		case 'mention':
			return [
				pen.write('sender', [`@${third.first}: ${answers[0] ?? ''}`, ...answers.slice(1, 3)]),
			];
		case 'long':
			return [
				say([hello(language, third, 0)]),
				say([request]),
				pen.write('sender', answers.slice(1, 3)),
				say(bye(language, me)),
			];
		case 'subject':
			return [say([`${language.fw}: ${language.talk.subject}`]), say([seeBelow])];
	}
}

/** The mail that is answered or passed on, from one person to another. */
export function mailOf(
	language: Language,
	[from, to]: readonly [Person, Person],
	{ pen, whose, turn }: { pen: Pen; whose: Whose; turn: number },
): readonly Paragraph[] {
	const { asks } = language.talk;
	const start = turn % 2;
	return [
		pen.say(whose, [hello(language, to, 0)]),
		pen.write(whose, asks.slice(start, start + 1)),
		pen.write(whose, asks.slice(start + 1)),
		pen.say(whose, bye(language, from)),
	];
}
