import { OUTLOOK_DESKTOP } from './clients/outlook';
import { GMAIL_WEB } from './clients/gmail';
import { withEnd, type End } from './ends';
import { type Language } from './language';
import {
	type Client,
	type Format,
	type Mail,
	type Message,
	type Paragraph,
	type Part,
} from './mail';
import { moment } from './moment';
import { Pen, type Whose } from './pen';
import { answerOf, mailOf, noteOf, type Answer, type Note } from './texts';

/** What the answered mail holds besides its own words. */
export const PASTS = ['one', 'thread', 'mixed', 'forwarded'] as const;
export const POSTINGS = ['top', 'bottom', 'inline'] as const;

/** One mail of all that are possible. */
export interface Choice {
	readonly client: Client;
	readonly language: Language;
	readonly format: Format;
	readonly kind: 'reply' | 'forward';
	readonly posting: (typeof POSTINGS)[number];
	readonly answer: Answer;
	readonly note: Note;
	readonly past: (typeof PASTS)[number];
	readonly end: End;
	readonly names?: 'last first' | 'no address';
	readonly lineEnd?: '\r\n';
}

export interface Sample {
	readonly text: string;
	/** The sender's lines. */
	readonly kept: readonly string[];
	/** The marks of lines that are not his. */
	readonly gone: readonly string[];
}

/** In words, for who reads that a mail was read wrongly. */
export function inWords(choice: Choice): string {
	const { client, language, format, kind, posting, answer, note, past, end } = choice;
	return [
		client.name,
		language.code,
		format,
		...(kind === 'forward' ? [`forward: ${note}`] : [`${posting} reply: ${answer}`]),
		past,
		...(end === 'none' ? [] : [end]),
		...(choice.names === undefined ? [] : [choice.names]),
		...(choice.lineEnd === undefined ? [] : ['CRLF']),
	].join(', ');
}

/** The client that most others' threads went through, too. */
function otherThan(client: Client): Client {
	return client.quotes.plain ? OUTLOOK_DESKTOP : GMAIL_WEB;
}

/** Gets a copy of the first mail, and is nobody whom a forward could be for. */
const COPY = { first: 'Mia', last: 'Lund', address: 'mia.lund@larkmill.example' };

function messageOf({ people: [me, other], talk }: Language, turn: number): Message {
	const [from, to] = turn % 2 === 0 ? [other, me] : [me, other];
	return {
		from,
		to: turn === 0 ? [to, COPY] : [to],
		subject: talk.subject,
		sent: moment(6 - turn, 10 - turn, 15 + turn),
	};
}

/** What the answered mail answered or passed on itself. */
function olderOf(choice: Choice, pen: Pen, whose: Whose, above: readonly Paragraph[]): Part {
	const { client, language, past } = choice;
	if (past === 'one') return { whose: 'history', paragraphs: above };
	const [me, other] = language.people;
	const mail: Mail = {
		language,
		kind: past === 'forwarded' ? 'forward' : 'reply',
		original: messageOf(language, 1),
		above,
		parts: [
			{
				whose: 'history',
				paragraphs: mailOf(language, [me, other], { pen, whose, turn: 1 }),
			},
		],
	};
	return {
		whose: 'history',
		paragraphs: above,
		older: { client: past === 'thread' ? client : otherThan(client), mail },
	};
}

/** The sender's and the others' parts, in the order in which they are read. */
function partsOf(choice: Choice, pen: Pen): readonly Part[] {
	const { language, kind, posting } = choice;
	const [me, other] = language.people;
	const whose = kind === 'forward' ? 'sender' : 'history';
	const paragraphs = mailOf(language, [other, me], { pen, whose, turn: 0 });
	const sender = (count: number): Part => ({
		whose: 'sender',
		paragraphs: [pen.write('sender', language.talk.answers.slice(0, count))],
	});
	if (kind === 'forward' || posting === 'top') return [olderOf(choice, pen, whose, paragraphs)];
	if (posting === 'bottom') return [olderOf(choice, pen, whose, paragraphs), sender(2)];
	return [
		{ whose: 'history', paragraphs: paragraphs.slice(0, 2) },
		sender(1),
		{ whose: 'history', paragraphs: paragraphs.slice(2, 3) },
		sender(2),
		olderOf(choice, pen, whose, paragraphs.slice(3)),
	];
}

function aboveOf(choice: Choice, pen: Pen): readonly Paragraph[] {
	const { client, language, format, kind, posting, answer, note } = choice;
	if (kind === 'forward') return noteOf(note, language, pen);
	if (posting === 'top') return answerOf(answer, language, pen);
	// Who writes between lines that nothing marks says so, or nobody would find it.
	const isMarked = client.quotes[format];
	return posting === 'bottom' || isMarked ? [] : [pen.say('sender', [language.talk.seeBelow])];
}

/** The text that a host has of such a mail. */
export function sampleOf(choice: Choice): Sample {
	const { client, language, format, kind, answer, note, end, names } = choice;
	const pen = new Pen();
	const all = aboveOf(choice, pen);
	const isTop = kind === 'forward' || choice.posting === 'top';
	const hasSubject = isTop && (kind === 'forward' ? note : answer) === 'subject';
	const signature =
		end === 'signature' && isTop
			? { lines: pen.say('sender', ['Larkmill Lamps', '+49 30 5550 0417']), at: 'below' as const }
			: undefined;
	const mail: Mail = {
		language,
		kind,
		original: messageOf(language, 0),
		above: hasSubject ? all.slice(1) : all,
		parts: partsOf(choice, pen),
		...(signature === undefined ? {} : { signature }),
		...(names === undefined ? {} : { names }),
	};
	const written = withEnd(client.write[format](mail), end, format);
	// Workflows put the subject in front of the body, with an expression.
	const text = hasSubject ? `${all[0]?.join(' ') ?? ''}\n\n${written}` : written;
	return {
		text: choice.lineEnd === undefined ? text : text.replaceAll('\n', choice.lineEnd),
		kept: pen.kept,
		gone: pen.gone,
	};
}
