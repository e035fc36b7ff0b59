import { GOOGLE_DOC, type DriveFile } from './drive';
import type { NotionPage } from './notion';
import type { TodoistTask } from './todoist';

/**
 * Rows whose answers can be told apart: each text holds a mark and a number that no other one holds, and
 * words that let the demo model choose one category only.
 */
export const NOTION_WORDS: readonly (readonly [string, string])[] = [
	['Website', 'the layout of the landing page'],
	['Marketing', 'the newsletter and its audience'],
	['Hiring', 'the candidate and the internship'],
	['Finance', 'the budget and the invoice'],
	['Customers', 'the survey and the complaint'],
	['Tools', 'the backup and the licence'],
];

export const TODOIST_WORDS: readonly (readonly [string, string])[] = [
	['calls', 'phone the landlord'],
	['errands', 'fetch the parcel at the shop'],
	['writing', 'draft the article'],
	['money', 'the bank wants the receipt'],
	['home', 'repair and paint the kitchen'],
	['computer', 'install the update'],
];

export function numbers(count: number): readonly number[] {
	return Array.from({ length: count }, (_, index) => index + 1);
}

export function mark(number: number): string {
	return `mark-${number}-x`;
}

export function categoryOf(words: typeof NOTION_WORDS, number: number): string {
	return words[number % words.length]?.[0] ?? '';
}

function wordsOf(words: typeof NOTION_WORDS, number: number): string {
	return words[number % words.length]?.[1] ?? '';
}

export function pageId(number: number): string {
	return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function notionPage(number: number): NotionPage {
	return {
		id: pageId(number),
		title: 'An entry of the notebook',
		markdown: `This is about ${wordsOf(NOTION_WORDS, number)}, see ${mark(number)}.\n\nEffort hours: ${number}`,
	};
}

export function todoistTask(number: number): TodoistTask {
	return {
		id: `task${number}`,
		content: `To do: ${wordsOf(TODOIST_WORDS, number)} (${mark(number)})`,
		description: `Effort minutes: ${number}\n\nThe second paragraph.`,
		labels: number % 3 === 0 ? ['own', `team${number}`] : [],
	};
}

export function ownerOf(number: number): string {
	return `Ada N${number}x`;
}

export function dueOf(number: number): string {
	return `2027-01-${String(number).padStart(2, '0')}`;
}

/** Otter.ai's text, SubRip, WebVTT and a Google Doc, in turn. */
export function transcript(number: number): Omit<DriveFile, 'modifiedAt'> {
	const said = `We spoke of ${mark(number)}, and somebody must bring it by ${dueOf(number)}.`;
	const owner = `Owner: ${ownerOf(number)}`;
	const file = { folder: 'choose-your-transcripts-folder' };
	switch (number % 4) {
		case 0:
			return {
				...file,
				name: `Meeting ${number}.txt`,
				mimeType: 'text/plain',
				text: `Elin Sandström  0:03\n${said}\n\n${owner}\n`,
			};
		case 1:
			return {
				...file,
				name: `Meeting ${number}.srt`,
				mimeType: 'application/x-subrip',
				text: `1\n00:00:01,000 --> 00:00:04,000\nElin: ${said}\n\n2\n00:00:05,000 --> 00:00:06,000\n${owner}\n`,
			};
		case 2:
			return {
				...file,
				name: `Meeting ${number}.vtt`,
				mimeType: 'text/vtt',
				text: `WEBVTT\n\n00:01.000 --> 00:04.000\n<v Elin>${said}\n\n00:05.000 --> 00:06.000\n${owner}\n`,
			};
		default:
			return {
				...file,
				name: `Meeting ${number}`,
				mimeType: GOOGLE_DOC,
				text: `${said}\n${owner}\n`,
			};
	}
}
