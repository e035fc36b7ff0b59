import type { Line } from '../line';
import type { HeaderBlock } from './header-block';
import { isForwardSubject, isReplySubject } from './titles';
import { shown } from './shown';
import {
	GREETINGS,
	HANDS_ON,
	MAY_PASS_ON,
	NOBODY,
	POINTS_BELOW,
	SIGN_OFFS,
	THANKS,
	THANKS_UNSPACED,
	YES_AND_NO,
} from './words';

/** Where a word begins, in scripts that set words apart; of small letters. */
const WORD = '(?:^|[^a-zß-ɏа-ӿ])';
const WANTS_BELOW = new RegExp(`${WORD}(?:${POINTS_BELOW}|${HANDS_ON})`);
const MAY_PASS = new RegExp(`${WORD}(?:${MAY_PASS_ON})`);
const ANSWER = new RegExp(
	`^(?:${THANKS})(?!\\p{L}|\\s(?:de|di|por|für|for (?:taking|handling|looking|helping|dealing|calling|answering))\\s)|^(?:${THANKS_UNSPACED})|^(?:${YES_AND_NO})\\s?(?:[,.!;:、，。！–—…-]|$)`,
	'iu',
);
const GREETING = new RegExp(`^(?:${GREETINGS})(?!\\p{Script=Latin}|\\p{Script=Cyrillic})`, 'iu');
/** In Japanese, Chinese and Korean the name comes first. */
const NAME_FIRST =
	/^([^\s,、，]{1,12}(?:\s[^\s,、，]{1,6})?)\s?(?:様|さん|先生|さま|殿|님(?:께)?|[,，]?\s?(?:您好|你好|안녕하세요)|\s님\s안녕하세요)\s?[,、，！!]?(?:\s?안녕하세요[,.]?)?$/u;
const NO_NAMES = new Set(NOBODY.split('|'));
const SIGN_OFF = new RegExp(`^(?:${SIGN_OFFS})[\\s,.!;:]*$`, 'iu');
const DEVICE =
	/avast|virenfrei|virus-free|gesendet\.?$|aka\.ms\/|\b(?:iPhone|iPad|Android|Galaxy|Outlook|Yahoo Mail|BlackBerry|Huawei)\b[^.?!]{0,60}$/u;
const TELEPHONE = /\d(?:[ ()/.-]{0,2}\d){6}/;
const UNSPACED = /[\u3040-\u30FF\u4E00-\u9FFF\uAC00-\uD7AF]/;
const PAUSE = /[,!:;，、！]|\s[-–—]\s|\.\s/;
const NAME = /[\p{L}\p{M}'’-]{2,}/gu;
/** `@Jo`, or `+ Jo`: somebody who is new to the thread. */
const ADDRESSED = /^[@＠+]\s?\p{L}/u;
const MAX_GREETING_CHARACTERS = 80;
/** What a program says over what is new is short. */
const MAX_NOTICE_CHARACTERS = 600;
/** A comment on what stands below has one or two. */
const MANY_SENTENCES = 3;
/** A name, a street and a telephone number have fewer words. */
const WORDS_OF_A_LINE = 5;
const WORDS_OF_A_SENTENCE = 4;

/**
 * Whether the sender answers what stands below a copied head, rather than passing it on or speaking of it: Outlook
 * writes both alike. Two hints are wanted, and none against it: in doubt it is a forward.
 */
export function isReply(
	above: readonly string[],
	head: Partial<HeaderBlock>,
	signs: number,
): boolean {
	if (isForwardSubject(head.subject ?? '') || passesOn(above) || !saysSomething(above))
		return false;
	const hasReplySubject = isReplySubject(above[0] ?? '', head.subject ?? '');
	const own = hasReplySubject ? above.slice(1) : above;
	const { greeted, said } = readGreeting(own, head.sender ?? '');
	if (hasReplySubject || greeted === 'sender') return true;
	if (greeted === 'another' || tellsOf(said, head.sender ?? '')) return false;
	if (ANSWER.test(said[0] ?? '') || signs > 1) return true;
	const isSigned = said.length < own.length || own.some((line) => SIGN_OFF.test(line));
	return countSentences(said) >= MANY_SENTENCES && (isSigned || signs > 0);
}

/** Whether nothing speaks against an answer: enough where the head itself is that of one. */
export function mayBeReply(above: readonly string[], sender: string): boolean {
	if (passesOn(above)) return false;
	const { greeted, said } = readGreeting(above, sender);
	if (said.length === 0) return false;
	if (greeted !== 'nobody') return greeted === 'sender';
	const isLong = said.reduce((sum, line) => sum + line.length, 0) > MAX_NOTICE_CHARACTERS;
	return isLong || !tellsOf(said, sender);
}

interface Greeting {
	readonly greeted: 'sender' | 'another' | 'nobody';
	/** What is said besides, without what no person wrote. */
	readonly said: readonly string[];
}

function readGreeting(own: readonly string[], sender: string): Greeting {
	const names = namesIn(sender.replace(/<.*/, ''));
	const greeting = own
		.slice(0, 3)
		.find((line) => GREETING.test(line) || NAME_FIRST.test(line) || callsByName(line, names));
	const said = own.filter(
		(line) => !(line === greeting && isGreeting(line)) && !isAutomatic(line) && !isBanner(line),
	);
	return { greeted: greeting === undefined ? 'nobody' : whomOf(greeting, sender), said };
}

/** A greeting in whatever language: a short line with the name, and a pause behind it. */
function callsByName(line: string, names: readonly string[]): boolean {
	return (
		line.length <= 40 &&
		/[,!:，！：]$/.test(line) &&
		namesIn(line).some((name) => names.includes(name))
	);
}

/** Whether the sender tells of a customer, a form, or of who wrote what stands below. */
function tellsOf(said: readonly string[], sender: string): boolean {
	return MAY_PASS.test(said.join('\n').toLowerCase()) || speaksOf(sender, said);
}

/** Whether the sender speaks of what stands below, introduces it or gives it into other hands: then it is wanted. */
export function passesOn(above: readonly string[]): boolean {
	const last = above.at(-1) ?? '';
	// A form, a booking, a mail that is reported.
	if (/[:：]$/.test(last) && !SIGN_OFF.test(last)) return true;
	const opening = above.slice(0, 3);
	if (opening.some((line) => ADDRESSED.test(line) || isForwardSubject(line))) return true;
	return WANTS_BELOW.test(above.join('\n').toLowerCase());
}

/** The lines above a head that are not blank, as they are shown: what the sender wrote. */
export function writtenOf(lines: readonly Line[]): readonly string[] {
	return lines.map(({ text }) => shown(text)).filter((text) => text !== '');
}

/** Whether anything is said beside the greeting: nobody sends a greeting alone. */
export function saysSomething(above: readonly string[]): boolean {
	return above.some((line) => !isGreeting(line) && !isBanner(line) && !isAutomatic(line));
}

/** A greeting and no more: a name or two. */
function isGreeting(line: string): boolean {
	if (line.length > MAX_GREETING_CHARACTERS) return false;
	if (!GREETING.test(line)) return NAME_FIRST.test(line);
	const [, ...behind] = line.split(PAUSE);
	const isMore = behind.some((part) => countWords(part) > 1 && !GREETING.test(part.trim()));
	return !isMore && countWords(line) <= 6 && !/[.?]\s|[?]$/.test(line);
}

/** Whether the sender of what stands below is spoken of, not to. */
function speaksOf(sender: string, own: readonly string[]): boolean {
	const names = namesIn(sender.replace(/<.*/, '')).filter((name) => name.length > 2);
	const text = own.join('\n').toLowerCase();
	if (!names.some((name) => text.includes(name))) return false;
	return text
		.split('\n')
		.flatMap((line) => line.split(PAUSE))
		.some((part) => countWords(part) > 2 && namesIn(part).some((name) => names.includes(name)));
}

/** Gateways and mail servers warn of mail from outside. */
function isBanner(line: string): boolean {
	return /\b(?:external|extern|externe|externo|esterno|caution|achtung|attention|warning|warnung|outside (?:of )?(?:the|your) organi[sz]ation)\b/i.test(
		line,
	);
}

/** What a phone adds to each mail. */
export function isAutomatic(line: string): boolean {
	return line.length <= MAX_GREETING_CHARACTERS && (SIGN_OFF.test(line) || DEVICE.test(line));
}

function whomOf(greeting: string, sender: string): 'sender' | 'another' | 'nobody' {
	const compact = sender.replaceAll(/\s/g, '');
	const first = NAME_FIRST.exec(greeting)?.[1]?.replaceAll(/\s/g, '');
	if (first !== undefined && !NO_NAMES.has(first)) {
		return compact.includes(first) || compact.startsWith(first.charAt(0)) ? 'sender' : 'another';
	}
	if (callsByName(greeting, namesIn(sender.replace(/<.*/, '')))) return 'sender';
	const parts = greeting.replace(GREETING, '').split(PAUSE);
	const named = parts.find((part) => part.trim() !== '') ?? '';
	const names = namesIn(named).filter((name) => !NO_NAMES.has(name));
	const known = namesIn(sender);
	if (names.some((name) => known.includes(name))) return 'sender';
	// Where words are not set apart a title is part of the name: 织田女士 of 织田安娜.
	if (names.some((name) => UNSPACED.test(name) && compact.startsWith(name.slice(0, 2)))) {
		return 'sender';
	}
	return names.length === 0 ? 'nobody' : 'another';
}

function namesIn(text: string): readonly string[] {
	return [...text.toLowerCase().matchAll(NAME)].map(([name]) => name);
}

/** Of running text; a line without a full stop is one. */
function countSentences(lines: readonly string[]): number {
	const running = lines.filter(
		(line) => countWords(line) >= WORDS_OF_A_LINE && !TELEPHONE.test(line),
	);
	return running.reduce((sum, line) => {
		const sentences = line.split(/[.!?](?=\s|$)|[。！？]/u);
		const full = sentences.filter((sentence) => countWords(sentence) >= WORDS_OF_A_SENTENCE);
		return sum + Math.max(1, full.length);
	}, 0);
}

function countWords(text: string): number {
	const spaced = [...text.matchAll(/[\p{L}\p{N}]+/gu)].length;
	const unspaced = [...text.matchAll(/[\u3040-\u30FF\u4E00-\u9FFF]/gu)].length;
	return spaced + Math.floor(unspaced / 2);
}
