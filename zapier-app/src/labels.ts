import type { Bundle } from 'zapier-platform-core';
import { readText } from './input';

/** How the label of a batch ends that the editor's test sent: three rows of it must not pass for the whole week. */
const TEST_SUFFIX = '(test)';
/** Room for the ending within what a label may have. */
const MAX_CHARACTERS = 190;

export function toTestLabel(label: string): string {
	return label === '' ? '' : `${label.slice(0, MAX_CHARACTERS).trim()} ${TEST_SUFFIX}`;
}

export function isEditorTest({ meta }: Bundle): boolean {
	return meta.isLoadingSample === true;
}

/**
 * Tells the labels that a step asks for by a text in them. One of the editor's test is asked for only where that
 * text names the ending, or in the editor, as an example: there may be no other batch yet.
 */
export function labelFilter(bundle: Bundle): (label: string) => boolean {
	const wanted = readText(bundle.inputData, 'label').toLowerCase();
	const withTests = isEditorTest(bundle) || wanted.includes(TEST_SUFFIX);
	return (label) => {
		const whole = label.toLowerCase();
		return whole.includes(wanted) && (withTests || !whole.endsWith(TEST_SUFFIX));
	};
}
