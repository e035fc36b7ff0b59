import { parseJson } from '../json';
import { finalChannelOf } from './final-channel';
import { withoutThoughts } from './without-thoughts';
import { withoutEnd } from './without-tokens';

/** Nearly no answer has any of what is taken off here. */
const SUSPECT = /[<◁]|\[\/?[A-Z]|^\s{0,9}(?:a(?:nalysis|ssistant)|commentary)/;

/**
 * What a model says, without the thoughts before it and the tokens of its template around it; `undefined` where it
 * has only thought. JSON, and words that speak of such marks, are left to the letter.
 */
export function cleanAnswer(text: string): string | undefined {
	if (!SUSPECT.test(text)) return text;
	const trimmed = text.trim();
	if (/^[[{]/.test(trimmed) && parseJson(trimmed) !== undefined) return text;
	const channels = finalChannelOf(trimmed);
	const answer = channels.found ? channels.answer : withoutThoughts(trimmed);
	if (answer === undefined) return undefined;
	const bare = withoutEnd(answer);
	// V8 keeps a whole text for the sake of any part of it: here, the thoughts of 50,000 rows.
	return bare.length < text.length / 2 ? ` ${bare}`.slice(1) : bare;
}
