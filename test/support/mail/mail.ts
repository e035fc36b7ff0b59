import { type Language, type Person } from './language';
import { type Moment } from './moment';

/** Lines that stand together. */
export type Paragraph = readonly string[];

export type Format = 'plain' | 'html';

/** A mail that is answered or passed on. */
export interface Message {
	readonly from: Person;
	readonly to: readonly Person[];
	readonly subject: string;
	readonly sent: Moment;
}

/** What stands under the head, in its order: somebody's lines, or the sender's between and below them. */
export type Part =
	| { readonly whose: 'sender'; readonly paragraphs: readonly Paragraph[] }
	| {
			readonly whose: 'history';
			readonly paragraphs: readonly Paragraph[];
			/** What that mail itself answered, as its own client quoted it. */
			readonly older?: { readonly client: Client; readonly mail: Mail };
	  };

/** A mail as its sender has left it, before a client makes text of it. */
export interface Mail {
	readonly language: Language;
	readonly kind: 'reply' | 'forward';
	readonly original: Message;
	readonly above: readonly Paragraph[];
	readonly parts: readonly Part[];
	readonly signature?: { readonly lines: Paragraph; readonly at: 'above' | 'below' };
	/** How an address book writes names: `Weaver, Ann`, or without an address. */
	readonly names?: 'last first' | 'no address';
}

/** A program that people write mail with. */
export interface Client {
	readonly name: string;
	/** Whether it marks each quoted line (`>`) or encloses them (a block with a bar). */
	readonly quotes: Readonly<Record<Format, boolean>>;
	/** Whether a reply looks like a forward, because both have but From, Sent, To and Subject over them. */
	readonly ambiguous: Readonly<Record<Format, boolean>>;
	readonly write: Readonly<Record<Format, (mail: Mail) => string>>;
}
