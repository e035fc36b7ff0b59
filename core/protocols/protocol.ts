import type { Endpoint } from '../providers/provider';
import type { Prompt } from '../tasks';
import type { HttpRequest } from '../transport';
import type { JsonObject, ProviderBatch, Result } from '../types';
import type { FilePart } from './bodies';

export interface RequestSettings {
	readonly endpoint: Endpoint;
	readonly model: string;
	readonly prompt: Prompt;
	/** The text holds several rows, each in a fence of its own. */
	readonly isPacked?: boolean;
	readonly maxOutputTokens?: number;
	/** Tells the endpoint not to store the response (§6 Privacy: nothing is kept longer than asked). */
	readonly forbidStoring: boolean;
	/** The user's own fields of the request body. */
	readonly extra?: JsonObject;
}

/** A line is `head + request id + middle + row text as the inside of a JSON string + tail`. */
export interface LineTemplate {
	readonly head: string;
	readonly middle: string;
	readonly tail: string;
}

export interface StoredFile {
	readonly id: string;
	readonly name: string;
	/** Unix seconds. */
	readonly createdAt: number;
}

export interface ResponseState {
	readonly id: string;
	readonly isRunning: boolean;
	/** As a line of an output file would have it, for `readResult`. */
	readonly body: JsonObject;
}

export interface Page<T> {
	readonly entries: readonly T[];
	/** The cursor of the next page; absent on the last. */
	readonly after?: string;
}

export interface UploadSettings {
	readonly file: FilePart;
	readonly expireAfterSeconds?: number;
	/** Must not occur in the file. */
	readonly boundary: string;
}

export interface CreateSettings {
	readonly inputFileId: string;
	readonly endpoint: Endpoint;
	readonly metadata: Readonly<Record<string, string>>;
	readonly expireAfterSeconds?: number;
}

/**
 * How we speak to a provider: requests are built, replies are read, nothing is sent. Every reader takes
 * `unknown` and answers `undefined` when the reply cannot be read. An absent function means "cannot".
 */
export interface Protocol {
	encodeTemplate(settings: RequestSettings): LineTemplate;
	/** The body of a request about another text; `undefined` when its text is not found. */
	replaceText(
		body: JsonObject,
		change: (text: string) => string | undefined,
	): JsonObject | undefined;
	readResult(line: unknown): Result | undefined;

	upload(settings: UploadSettings): HttpRequest;
	readFile(reply: unknown): StoredFile | undefined;
	listFiles(after?: string): HttpRequest;
	readFiles(reply: unknown): Page<StoredFile> | undefined;
	content(fileId: string): HttpRequest;
	deleteFile(fileId: string): HttpRequest;

	create(settings: CreateSettings): HttpRequest;
	retrieve(batchId: string): HttpRequest;
	readBatch(reply: unknown): ProviderBatch | undefined;
	list(after?: string): HttpRequest;
	readBatches(reply: unknown): Page<ProviderBatch> | undefined;
	cancel?(batchId: string): HttpRequest;

	/** Asks for one answer now. */
	respond(endpoint: Endpoint, body: JsonObject): HttpRequest;
	/** Asks for one answer in the background; only where the endpoint can. */
	respondInBackground(body: JsonObject): HttpRequest;
	retrieveResponse(responseId: string): HttpRequest;
	deleteResponse(responseId: string): HttpRequest;
	readResponse(reply: unknown): ResponseState | undefined;

	models(): HttpRequest;
	model(id: string): HttpRequest;
	readModels(reply: unknown): readonly string[] | undefined;
}
