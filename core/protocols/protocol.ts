import type { Prompt } from '../tasks';
import type { HttpRequest } from '../transport';
import type { Bytes, JsonObject, ProviderBatch, Result } from '../types';
import type { FilePart } from './bodies';

/**
 * How we speak to a provider: requests are built, replies are read, nothing is sent. Every reader takes
 * `unknown` and answers `undefined` when the reply cannot be read. What a provider cannot do is a group that is
 * absent: who needs it finds that out before anything is bought.
 */
export type Protocol = Speech & (SpeechWithFiles | SpeechWithoutFiles);

interface SpeechWithFiles {
	/** Rows go up as a file, and results come down as files. */
	readonly files: Files;
	/** Makes a batch of a file of lines that is there already. */
	create(settings: CreateSettings & { readonly inputFileId: string }): HttpRequest;
}

interface SpeechWithoutFiles {
	readonly files?: undefined;
	/** Makes a batch of lines that go up inside the call. */
	create(settings: CreateSettings & { readonly lines: Bytes }): HttpRequest;
}

interface Speech {
	/** As users know it, e.g. "the OpenAI Batch API". */
	readonly name: string;

	encodeTemplate(settings: RequestSettings): LineTemplate;
	/** A line of ours, from a plan or from where the provider keeps what was sent. */
	readRequest(line: unknown): SentRequest | undefined;
	/** The same request with something changed; `undefined` where it has no such text. */
	changeRequest(request: SentRequest, change: RequestChange): SentRequest | undefined;
	/** What the user's own fields of a request body come to. */
	readOwnFields(extra: JsonObject): OwnFields;
	readResult(line: unknown): Result | undefined;

	retrieve(batchId: string): HttpRequest;
	readBatch(reply: unknown): ProviderBatch | undefined;
	/** Newest first. */
	list(after?: string): HttpRequest;
	readBatches(reply: unknown): Page<ProviderBatch> | undefined;
	cancel?(batchId: string): HttpRequest;
	/** Where the results of an ended batch are, in lines; the answers first. */
	resultsOf(batch: ProviderBatch): readonly ResultSource[];

	/** Asks for one answer now; `flex` is slower, and half the price where the provider has room. */
	answer(request: SentRequest, tier: 'standard' | 'flex'): HttpRequest;
	/** The reply to `answer`, or the answer of a background call. */
	readAnswer(requestId: string, reply: unknown): Result;

	models(): HttpRequest;
	model(id: string): HttpRequest;
	readModels(reply: unknown): readonly string[] | undefined;

	readonly metadata?: Metadata;
	readonly background?: Background;
	readonly webhooks?: Webhooks;
	readonly readBack?: ReadBack;
}

/** A batch carries pairs of texts of ours, and gives them back. */
export interface Metadata {
	readonly pairs: number;
	readonly valueCharacters: number;
}

/** What the id of each line of a side file begins with. */
export const SIDE_ID = 'offpeak-';

/** Files of ours at the provider: those with rows, and side files that no batch is made of. */
export interface Files {
	upload(settings: UploadSettings): HttpRequest;
	readFile(reply: unknown): StoredFile | undefined;
	/** What became of one; absent where nothing is done with it before it can be used. */
	retrieve?(fileId: string): HttpRequest;
	/** Newest first. */
	list(after?: string): HttpRequest;
	readFiles(reply: unknown): Page<StoredFile> | undefined;
	content(fileId: string): HttpRequest;
	remove(fileId: string): HttpRequest;
	/**
	 * The line of a side file: a valid request that holds a text of ours, for servers check each line that is
	 * uploaded; it is never bought, and would ask for next to nothing if it were.
	 */
	encodeSideTemplate(model: string): LineTemplate;
	/** The text in it; none of a line whose id does not begin with `SIDE_ID`, for it is another program's. */
	readSideLine(line: unknown): string | undefined;
}

/** An answer can be asked for in the background, and fetched later by its id. */
export interface Background {
	ask(request: SentRequest): HttpRequest;
	retrieve(responseId: string): HttpRequest;
	remove(responseId: string): HttpRequest;
	read(reply: unknown): ResponseState | undefined;
}

/** The provider calls an address of the user's when a batch has ended. */
export interface Webhooks {
	register(settings: WebhookSettings): HttpRequest;
	list(after?: string): HttpRequest;
	remove(endpointId: string): HttpRequest;
	readEndpoint(reply: unknown): WebhookEndpoint | undefined;
	readEndpoints(reply: unknown): Page<WebhookEndpoint> | undefined;
}

/** The provider gives back the requests of a batch, so that no host has to keep its rows. */
export interface ReadBack {
	/** Where they are, in lines; `undefined` where the batch does not say. */
	requestsOf(batch: ProviderBatch): Source | undefined;
}

export interface RequestSettings {
	readonly model: string;
	readonly prompt: Prompt;
	/** The text holds several rows, each in a fence of its own. */
	readonly isPacked?: boolean;
	readonly maxOutputTokens?: number;
	/** The user's own fields of the request body. */
	readonly extra?: JsonObject;
}

/** A line is `head + request id + middle + row text as the inside of a JSON string + tail`. */
export interface LineTemplate {
	readonly head: string;
	readonly middle: string;
	readonly tail: string;
}

/** One request as it stands in a batch. */
export interface SentRequest {
	readonly id: string;
	readonly model?: string;
	/** How many tokens its answer may have; absent where it does not say. */
	readonly outputLimit?: number;
	/** As the wire has it: for this protocol's own functions. */
	readonly line: JsonObject;
}

export interface RequestChange {
	readonly id?: string;
	readonly text?: (text: string) => string | undefined;
	/** So many times the output tokens. */
	readonly room?: number;
}

export interface OwnFields {
	/** One that only Offpeak may set. */
	readonly taken?: string;
	readonly limitsOutput: boolean;
	/** How hard the model is to think, where they say so. */
	readonly effort?: string;
}

/** Where lines can be read. */
export interface Source {
	readonly request: HttpRequest;
	/** For a person who looks for it at the provider. */
	readonly name: string;
}

export interface ResultSource extends Source {
	readonly holds: 'answers' | 'failed rows';
}

export interface StoredFile {
	readonly id: string;
	readonly name: string;
	/** Unix seconds. */
	readonly createdAt: number;
	/** Absent where it can be used, or the provider does not say. */
	readonly state?: 'processing' | 'refused';
}

export interface ResponseState {
	readonly id: string;
	readonly isRunning: boolean;
	/** For `readAnswer`. */
	readonly reply: unknown;
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

interface CreateSettings {
	/** For a provider that keeps it. */
	readonly metadata?: Readonly<Record<string, string>>;
	readonly expireAfterSeconds?: number;
}

export interface WebhookSettings {
	readonly name: string;
	readonly url: string;
}

export interface WebhookEndpoint extends WebhookSettings {
	readonly id: string;
	/** Told once, when it is made. */
	readonly secret?: string;
}
