/** What clients write in a language, and what people write. */
export interface Language {
	readonly code: string;
	readonly locale: string;
	/** The lines over a quote, as templates of the moment and the writer. */
	readonly heads: {
		readonly gmail: string;
		readonly gmailApp: string;
		readonly apple: string;
		readonly thunderbird: string;
		readonly yahoo: string;
		readonly proton: string;
		readonly roundcube: string;
	};
	readonly labels: {
		readonly from: string;
		readonly sent: string;
		readonly date: string;
		readonly to: string;
		readonly cc: string;
		readonly subject: string;
	};
	/** Between a label and its value; French clients put a space in front. */
	readonly colon?: string;
	/** As Outlook writes it; `long` as Outlook for Mac, Yahoo and GMX do. */
	readonly dates: { readonly outlook: string; readonly long: string };
	readonly marks: {
		/** Between Outlook's five dashes. */
		readonly original: string;
		/** Zimbra, Samsung. */
		readonly zimbra: string;
		readonly samsung: string;
		readonly appleForward: string;
		readonly thunderbirdForward: string;
		readonly yahooForward: string;
	};
	readonly devices: {
		readonly iPhone: string;
		readonly outlook: string;
		readonly samsung: string;
	};
	/** In front of the subject. */
	readonly re: string;
	readonly fw: string;
	/** Who answers, who asked, who else there is. */
	readonly people: readonly [Person, Person, Person];
	readonly talk: Talk;
}

export interface Person {
	readonly first: string;
	readonly last: string;
	readonly address: string;
}

/** What people write. */
export interface Talk {
	/** `{first}` or `{last}` is who is spoken to. */
	readonly hello: readonly [friendly: string, formal: string];
	readonly bye: string;
	/** A whole answer of a few words. */
	readonly brief: string;
	readonly answers: readonly string[];
	readonly asks: readonly string[];
	/** Above answers that stand between somebody's lines. */
	readonly seeBelow: string;
	/** Above a forward. */
	readonly notes: readonly string[];
	readonly subject: string;
}
