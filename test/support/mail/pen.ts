import { type Paragraph } from './mail';

/** Whose lines they are. A forwarded mail is its sender's: he passes it on. */
export type Whose = 'sender' | 'history';

/** Writes sentences with a word in each that is nowhere else, and knows what it wrote. */
export class Pen {
	private count = 0;
	/** Lines that must stay, in their order. */
	readonly kept: string[] = [];
	/** The words of lines that should go. */
	readonly gone: string[] = [];

	/** Marks each sentence; `plain` lines (a greeting, a name) are the sender's, too, but go unmarked. */
	write(whose: Whose, sentences: readonly string[]): Paragraph {
		return sentences.map((sentence) => {
			this.count += 1;
			const mark = `${whose === 'sender' ? 'k' : 'h'}${String(this.count).padStart(3, '0')}q`;
			const line = `${sentence} ${mark}`;
			if (whose === 'sender') this.kept.push(line);
			else this.gone.push(mark);
			return line;
		});
	}

	/** Lines as they are, that stay together: a greeting, a sign-off with its name. */
	say(whose: Whose, lines: Paragraph): Paragraph {
		if (whose === 'sender') this.kept.push(lines.join(' '));
		return lines;
	}
}
