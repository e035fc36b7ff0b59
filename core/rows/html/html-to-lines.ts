import type { Line } from '../line';
import { mendSource } from './mend-source';
import { PageReader } from './page-reader';

/**
 * The lines that a person sees of a page, each with the depth of its quotes. Read by the tokenizer of htmlparser2,
 * which is linear; its parser is not, for it searches a stack of open elements at each closing tag.
 */
export function htmlToLines(html: string): readonly Line[] {
	const reader = new PageReader(mendSource(html));
	for (let torn = 0; !reader.isDone; torn += 1) reader.read(torn < MAX_TORN_TAGS);
	return reader.finish();
}

/** Tags whose quotes do not close: each begins the reading anew. Behind so many, what they take with them is lost. */
const MAX_TORN_TAGS = 50;
