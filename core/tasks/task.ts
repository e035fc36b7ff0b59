import { wellFormed } from '../formats/well-formed';
import type { JsonObject } from '../types';

/** What one kind of task knows: how to ask, in which form, and how to read what comes back. */
export interface TaskDefinition<T, Shape> {
	/** What is wrong with the settings, in the user's words; empty when nothing is. */
	findFaults(task: T): readonly string[];
	/** The fixed part of the prompt: the same for every row, so that the provider can cache it. */
	instructions(task: T): string;
	/** JSON Schema of the answer, strict; absent means free text. */
	schema(task: T): JsonObject | undefined;
	/** All that reading the answers will need: it travels with the job. */
	shape(task: T): Shape;
	/** Reads a shape of this kind back from the provider, where anybody with the key may have written to it. */
	readShape(stored: JsonObject): Shape;
	/** Reads one answer text. A text that does not fit is data (`invalid`), never a throw. */
	readAnswer(shape: Shape, text: string): Answer;
}

/**
 * `isFinal`: the answer came as it was asked for, and asking in another way would not change it. `isFormless`: it
 * came in no form at all, so nothing held the model to the one that was asked for, and it may keep to it next time.
 */
export type Answer =
	| { readonly fields: JsonObject }
	| { readonly invalid: string; readonly isFinal?: true; readonly isFormless?: true };

/** A name as the schema has it, and the answers with it. */
export function nameOf({ name }: { readonly name: string }): string {
	return wellFormed(name).trim();
}

export function joinParagraphs(...paragraphs: readonly (string | undefined)[]): string {
	return paragraphs
		.map((paragraph) => paragraph?.trim() ?? '')
		.filter((paragraph) => paragraph !== '')
		.join('\n\n');
}
