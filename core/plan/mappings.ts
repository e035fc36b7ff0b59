import { OffpeakError } from '../errors';
import { formatCount } from '../formats/amounts';
import type { PlanInput } from './input';
import { hasPlaceholderLine, type Placeholder } from './placeholder';

/** One or two may well be the same, or speak of an object by chance, as a bug report does. */
const SEVERAL = 3;
/** So short a text with a hole in it tells nothing of a bug. */
const SHORT = 200;

/** For a host without words of its own. */
const PLAIN = {
	question: 'Does Text hold a field of each row?',
	advice: 'Give the value of the field.',
};

/** Looks at the texts of a job, one after the other, for what shows that Text was mapped wrongly. */
export class Mappings {
	#sent = 0;
	#first: string | undefined;
	#isSame = true;
	#holes = 0;
	#firstHole: number | undefined;
	#objects = 0;
	#firstObject: number | undefined;

	constructor(private readonly input: PlanInput) {}

	/** Takes a text that is to be sent. The error, where it is no text at all. */
	add(index: number, text: string, placeholder?: Placeholder): OffpeakError | undefined {
		this.#sent += 1;
		this.#first ??= text;
		this.#isSame &&= text === this.#first;
		if (text.includes('[object ')) {
			this.#objects += 1;
			this.#firstObject ??= index;
		}
		if (hasPlaceholderLine(text)) {
			this.#holes += 1;
			this.#firstHole ??= index;
		}
		const name = this.input.nameRow(index);
		switch (placeholder) {
			case 'object':
				return this.#refusal(
					`The text of ${name} is "[object Object]": the name of an object, not what is in it.`,
					'Choose for Text a field inside the object, not the object itself.',
					index,
				);
			case 'expression':
				return this.#refusal(
					`The text of ${name} is the name of a field, not its value.`,
					this.#words.advice,
					index,
				);
			default:
				return undefined;
		}
	}

	/** The error, where every text has a hole at the place of a value: one of them may have been written so. */
	findFault(): OffpeakError | undefined {
		if (this.#firstHole === undefined || this.#holes < this.#sent) return undefined;
		if (this.#sent < SEVERAL && (this.#first ?? '').length > SHORT) return undefined;
		const where =
			this.#sent === 1
				? `In the text of ${this.input.nameRow(this.#firstHole)}`
				: `In each of the ${formatCount(this.#sent)} texts`;
		return this.#objects === 0
			? this.#refusal(
					`${where} the name of a field stands where its value should.`,
					this.#words.advice,
					this.#firstHole,
				)
			: this.#refusal(
					`${where} "[object Object]" stands where a value should: the name of an object, not what is in it.`,
					'Choose for Text a field inside the object, not the object itself.',
					this.#firstHole,
				);
	}

	/** What somebody should look at before it is bought. */
	warnings(): readonly string[] {
		const sent = formatCount(this.#sent);
		return [
			...(this.#isSame && this.#sent >= SEVERAL
				? [`All ${sent} texts are the same. ${this.#words.question}`]
				: []),
			...(this.#firstObject === undefined
				? []
				: [
						`"[object Object]" stands in ${formatCount(this.#objects)} of ${sent} texts, first in that of ${this.input.nameRow(this.#firstObject)}. If nobody wrote it there, a field of Text is an object: choose one inside it.`,
					]),
		];
	}

	get #words(): NonNullable<PlanInput['mapping']> {
		return this.input.mapping ?? PLAIN;
	}

	#refusal(message: string, hint: string, rowIndex: number): OffpeakError {
		return new OffpeakError('invalid_input', message, {
			hint: `${hint} Nothing was sent.`,
			rowIndex,
		});
	}
}
