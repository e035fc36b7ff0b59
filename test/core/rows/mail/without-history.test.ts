import { readLines, writeLine } from '../../../../core/rows/line';
import { withoutHistory } from '../../../../core/rows/mail/without-history';

function newestOf(...lines: readonly string[]): string {
	return withoutHistory(readLines(lines.join('\n')))
		.map(writeLine)
		.join('\n')
		.trim();
}

const HEAD = 'On Mon, Nov 3, 2025 at 10:00 AM Ann Lee <ann@example.com> wrote:';
const OUTLOOK = [
	'From: Ann Lee <ann@example.com>',
	'Sent: Monday, November 3, 2025 10:00 AM',
	'To: Ben Ode <ben@example.com>',
	'Subject: The pier',
	'',
	'Could we meet at noon?',
];

describe('withoutHistory', () => {
	it('takes off what is quoted under a head, with the head', () => {
		expect(newestOf('Noon is fine.', '', HEAD, '> Noon?', '>', '>> Monday?')).toBe('Noon is fine.');
	});

	it('takes it off where the sender looks forward to something, or means the end of a month', () => {
		for (const own of [
			'I look forward to seeing you.',
			'Moving forward, we ship on Mondays.',
			'We pay at the end of the month.',
			'Wir zahlen am Ende des Monats.',
		]) {
			expect(newestOf(own, '', HEAD, '> Noon?')).toBe(own);
		}
	});

	it('keeps all where the sender wrote below or between', () => {
		for (const lines of [
			['Hi Ann,', '', HEAD, '> Noon?', '', 'Noon is fine.'],
			['See Ann’s words:', '', HEAD, '> Noon?'],
			['Hello!', '', HEAD, '> Noon?', 'Yes.', '> Monday?', 'No.'],
		]) {
			expect(newestOf(...lines)).toBe(lines.join('\n'));
		}
	});

	it('keeps the signature that some programs put below the quote', () => {
		expect(newestOf('Noon is fine.', HEAD, '> Noon?', '-- ', 'Ben Ode')).toBe(
			'Noon is fine.\n--\nBen Ode'.replace('--', '-- '),
		);
	});

	it('keeps a mail that is nothing but history, or a greeting above it', () => {
		expect(newestOf(HEAD, '> Noon?')).toContain('Noon?');
		expect(newestOf('Hi Ann,', '', HEAD, '> Noon?')).toContain('Noon?');
	});

	it.each([
		['greets the person who wrote it', ['Hi Ann,', '', 'noon is fine.', '']],
		['has the subject of an answer', ['RE: The pier', '', 'Noon is fine.', '']],
		['thanks', ['Thanks, noon is fine.', '']],
		['agrees', ['Yes, fine.', '']],
		[
			'says much, and signs',
			[
				'Noon is fine for me, and I bring my brother along.',
				'The boat is ready since last week. We only need the new rope.',
				'Regards',
				'',
			],
		],
	])('takes off what stands under a copied head where the sender %s', (_, own) => {
		expect(newestOf(...own, ...OUTLOOK)).toBe(own.join('\n').trim());
	});

	it.each([
		['FYI', ''],
		['FW: The pier', '', 'Noon is fine.', ''],
		['Hi Carl,', '', 'a new customer for you.', ''],
		['@Carl: a new customer for you.', ''],
		['My answers are in red below.', ''],
		['A new message from the form:', ''],
		['Yes we have a new customer.', ''],
		['CAUTION: This mail comes from outside of your organization.', ''],
		['Get Outlook for iOS<https://aka.ms/o0ukef>', ''],
		[''],
	])('keeps what stands under a copied head below %j', (...own) => {
		expect(newestOf(...own, ...OUTLOOK)).toContain('Could we meet at noon?');
	});

	it('keeps the quote at the end of a note, whose writer names the day', () => {
		for (const line of ['Ann wrote on 3 May 2026:', 'Am 3. Mai 2026 schrieb Ann:']) {
			const note = ['# Shipping', '', line, '> We ship on Tuesday.'];
			expect(newestOf(...note)).toBe(note.join('\n'));
		}
	});

	it('keeps a letter whole that quotes what was written', () => {
		for (const line of [
			'On 12 March 2026 I wrote:',
			'On 12 March 2026 at 10:15 your agent wrote:',
			'On Monday the customer wrote the following:',
			`On ${'very '.repeat(100)} long lines somebody wrote:`,
		]) {
			const letter = ['Dear Sirs,', line, 'We refund you.', 'Nothing came.'];
			expect(newestOf(...letter)).toBe(letter.join('\n'));
		}
	});
});
