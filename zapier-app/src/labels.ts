/** What marks a batch that the editor's test sent: three rows of it must not pass for the whole week. */
const TEST_MARK = '(test)';
/** Room for the mark within what a label may have. */
const MAX_CHARACTERS = 190;

export function toTestLabel(label: string): string {
	return label === '' ? '' : `${label.slice(0, MAX_CHARACTERS).trim()} ${TEST_MARK}`;
}

/** Whether a batch is one that a user asks for by a part of its label; a test only where that names the mark. */
export function isWanted(label: string, part: string, { withTests = false } = {}): boolean {
	const [whole, wanted] = [label.toLowerCase(), part.toLowerCase()];
	const isTest = whole.endsWith(TEST_MARK);
	return whole.includes(wanted) && (!isTest || withTests || wanted.includes(TEST_MARK));
}
