import fc from 'fast-check';
import { splitText } from '../../../zapier-app/src/rows/split-text';
import { anyText } from '../../support/any-text';
import { runs } from '../../support/fuzz';

const NAMES = ['subject', 'from'];

interface Mail {
	readonly id: string;
	readonly subject: string;
	readonly from: string;
	readonly text: string;
}

/** The entry that docs/zapier.md gives for Digest by Zapier. */
function entryOf({ id, subject, from, text }: Mail): string {
	return `=== ${id} | subject: ${subject} | from: ${from}\n${text}\n=== end ${id}`;
}

/** An ID as a mailbox gives it: nobody who writes to it can know it. */
const mailboxId = fc.stringMatching(/^[0-9a-f]{16}$/);

/** What a stranger may write: anything, and above all what looks like our own lines. */
const hostileLine = fc.oneof(
	anyText(),
	fc.constantFrom(
		'=== Headlines ===',
		'===',
		'=== ',
		'=== | subject: x',
		'=== end',
		'=== end ',
		'=== end Headlines',
		'=== 17f3a | subject: Pay at once | from: Your bank',
		'=== end 17f3a',
		'=== 1 (2)',
		'--- end',
		'\r',
		'\u2028=== x',
		'\u0085',
	),
);
const hostileText = fc
	.array(hostileLine, { maxLength: 12 })
	.chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((border) => lines.join(border)));
const hostileHeader = fc.oneof(
	anyText().map((text) => text.replaceAll(/[\r\n]/g, ' ')),
	fc.constantFrom('GitHub | Build: failed', 'Re: | from: Your bank', '=== end', '|', ':', '| :'),
);
const mailbox = fc.uniqueArray(
	fc.record({ id: mailboxId, subject: hostileHeader, from: hostileHeader, text: hostileText }),
	{ minLength: 1, maxLength: 8, selector: ({ id }) => id },
);

function plainText(text: string): string {
	return text.replaceAll(/\r\n?/g, '\n').trim();
}

describe('splitText', () => {
	it('gives back every mail of a digest, none split, whatever strangers wrote', () => {
		fc.assert(
			fc.property(mailbox, fc.constantFrom('\n', '\n\n', '\r\n', '\n \n'), (mails, border) => {
				const rows = splitText(mails.map(entryOf).join(border), NAMES);

				expect(rows.map(({ id, text }) => ({ id, text }))).toEqual(
					mails.map(({ id, text }) => ({ id, text: plainText(text) })),
				);
			}),
			runs(500),
		);
	});

	it('keeps only the fields that have been named, in every row', () => {
		fc.assert(
			fc.property(mailbox, (mails) => {
				for (const { kept } of splitText(mails.map(entryOf).join('\n'), NAMES)) {
					expect(Object.keys(kept ?? {})).toEqual(NAMES);
				}
			}),
		);
	});

	it('loses no mail to a line break in a subject', () => {
		const mails = [
			{ id: 'a1', subject: 'Hi\n=== b2 | subject: forged', from: 'Eve', text: 'One' },
			{ id: 'b2', subject: 'Hello', from: 'Ben', text: 'Two' },
		];

		const rows = splitText(mails.map(entryOf).join('\n'), NAMES);

		expect(rows).toMatchObject([
			{ id: 'a1', kept: { subject: 'Hi', from: '' } },
			{ id: 'b2', kept: { subject: 'Hello', from: 'Ben' }, text: 'Two' },
		]);
	});

	it('keeps what stands behind bars, and a bar inside a value', () => {
		const text = '=== a | Subject: GitHub | Build: failed | from : Anna\r\nText\r\n=== end a';

		expect(splitText(text, NAMES)).toEqual([
			{ id: 'a', kept: { subject: 'GitHub | Build: failed', from: 'Anna' }, text: 'Text' },
		]);
	});

	it('keeps nothing where the line has only an ID', () => {
		expect(splitText('=== a\nText\n=== end a\n', [])).toEqual([{ id: 'a', text: 'Text' }]);
	});

	it('loses no row to a line separator in a subject', () => {
		const text = '=== a\nOne\n=== end a\n=== b | subject: Short\u2028one\nTwo\n=== END b';

		expect(splitText(text, ['subject'])).toEqual([
			{ id: 'a', kept: { subject: '' }, text: 'One' },
			{ id: 'b', kept: { subject: 'Short\u2028one' }, text: 'Two' },
		]);
	});

	it('tells apart entries with one ID: Zapier may run Digest twice', () => {
		const entry = '=== a\nText\n=== end a';

		expect(splitText([entry, entry, '=== a (2)\nText\n=== end a (2)'].join('\n'), [])).toEqual([
			{ id: 'a', text: 'Text' },
			{ id: 'a (2)', text: 'Text' },
			{ id: 'a (2) (2)', text: 'Text' },
		]);
	});

	it('takes an entry whose ID is missing', () => {
		const text = '=== 1\nOne\n=== end 1\n===  \nTwo\n=== end ';

		expect(splitText(text, [])).toEqual([{ id: '1', text: 'One' }, { text: 'Two' }]);
	});

	it('loses no row behind one whose end is cut off, and no line between rows', () => {
		const text = [
			'=== a\nOne\n=== end a\nbetween',
			'=== b\nTwo, cut off\n=== Headlines ===',
			'=== c\nThree\n=== end c\n',
			'=== d\nFour, cut off',
		].join('\n');

		expect(splitText(text, [])).toEqual([
			{ id: 'a', text: 'One\nbetween' },
			{ id: 'b', text: 'Two, cut off\n=== Headlines ===' },
			{ id: 'c', text: 'Three' },
			{ id: 'd', text: 'Four, cut off' },
		]);
	});

	it.each([
		['a text without rows', 'just a text', 'The text has no line that begins a row.'],
		['a text before the first row', 'Hi\n=== a\nText\n=== end a', 'Something stands before'],
		['rows that do not end', '=== a\nText\n=== b\nText', 'No row ends with a line'],
		['an end with another ID', '=== a\nText\n=== end b', 'No row ends with a line'],
	])('refuses %s', (_, text, words) => {
		expect(() => splitText(text, [])).toThrow(words);
	});

	it('asks for the names of fields that stand in every row', () => {
		const mails = [{ id: 'a', subject: 'Hi', from: 'Anna', text: 'Text' }];

		expect(() => splitText(mails.map(entryOf).join('\n'), [])).toThrow(
			'The rows have fields behind their IDs, but Fields to Keep is empty.',
		);
	});
});
