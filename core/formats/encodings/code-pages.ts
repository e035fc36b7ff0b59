import { FREQUENT, type Language } from './letters';

/** A code page as `TextDecoder` knows it (https://encoding.spec.whatwg.org), and who writes in it. */
export interface CodePage {
	readonly name: string;
	/** Whose it is, in words. */
	readonly title: string;
	readonly languages: readonly Language[];
	/** How much rarer it is met than the code page of Windows, as a logarithm. */
	readonly rarity: number;
}

const WESTERN: readonly Language[] = [
	'english',
	'german',
	'french',
	'spanish',
	'portuguese',
	'catalan',
	'italian',
	'dutch',
	'danish',
	'swedish',
	'finnish',
	'icelandic',
];
const CENTRAL: readonly Language[] = [
	'polish',
	'czech',
	'slovak',
	'hungarian',
	'romanian',
	'croatian',
];

/** Whoever says ISO-8859-1 or -9 means the code page of Windows, which WHATWG's decoders take for both. */
export const CODE_PAGES: readonly CodePage[] = [
	{ name: 'windows-1252', title: 'Western European', languages: WESTERN, rarity: 0 },
	{ name: 'windows-1250', title: 'Central European', languages: CENTRAL, rarity: 2 },
	{ name: 'iso-8859-2', title: 'Central European', languages: CENTRAL, rarity: 4 },
	{
		name: 'windows-1251',
		title: 'Cyrillic',
		languages: ['russian', 'ukrainian', 'bulgarian', 'serbian'],
		rarity: 2,
	},
	{ name: 'koi8-u', title: 'Cyrillic', languages: ['russian', 'ukrainian'], rarity: 4 },
	{ name: 'ibm866', title: 'Cyrillic, DOS', languages: ['russian'], rarity: 5 },
	{
		name: 'iso-8859-5',
		title: 'Cyrillic',
		languages: ['russian', 'ukrainian', 'bulgarian', 'serbian'],
		rarity: 6,
	},
	{
		name: 'x-mac-cyrillic',
		title: 'Cyrillic, Mac',
		languages: ['russian', 'ukrainian'],
		rarity: 7,
	},
	{ name: 'windows-1253', title: 'Greek', languages: ['greek'], rarity: 2 },
	{ name: 'iso-8859-7', title: 'Greek', languages: ['greek'], rarity: 4 },
	{ name: 'windows-1254', title: 'Turkish', languages: ['turkish'], rarity: 2 },
	{ name: 'windows-1255', title: 'Hebrew', languages: ['hebrew'], rarity: 2 },
	{ name: 'windows-1256', title: 'Arabic', languages: ['arabic', 'persian'], rarity: 2 },
	{ name: 'iso-8859-6', title: 'Arabic', languages: ['arabic'], rarity: 5 },
	{
		name: 'windows-1257',
		title: 'Baltic',
		languages: ['lithuanian', 'latvian', 'estonian'],
		rarity: 3,
	},
	{ name: 'windows-1258', title: 'Vietnamese', languages: ['vietnamese'], rarity: 5 },
	{ name: 'windows-874', title: 'Thai', languages: ['thai'], rarity: 2 },
	{ name: 'macintosh', title: 'Western European, Mac', languages: WESTERN, rarity: 5 },
];

/** A code page of two bytes a character. */
export interface WidePage {
	readonly name: string;
	/** Whose it is, in words. */
	readonly title: string;
	readonly frequent: string;
	readonly script: RegExp;
	readonly hasKana: boolean;
	readonly rarity: number;
}

const HAN = /^\p{Script=Han}$/u;

export const WIDE_PAGES: readonly WidePage[] = [
	{
		name: 'gb18030',
		title: 'Simplified Chinese',
		frequent: FREQUENT.chinese,
		script: HAN,
		hasKana: false,
		rarity: 2,
	},
	{
		name: 'big5',
		title: 'Traditional Chinese',
		frequent: FREQUENT.taiwanese,
		script: HAN,
		hasKana: false,
		rarity: 2,
	},
	{
		name: 'shift_jis',
		title: 'Japanese',
		frequent: FREQUENT.japanese,
		script: HAN,
		hasKana: true,
		rarity: 2,
	},
	{
		name: 'euc-jp',
		title: 'Japanese',
		frequent: FREQUENT.japanese,
		script: HAN,
		hasKana: true,
		rarity: 3,
	},
	{
		name: 'euc-kr',
		title: 'Korean',
		frequent: FREQUENT.korean,
		script: /^\p{Script=Hangul}$/u,
		hasKana: false,
		rarity: 2,
	},
];
