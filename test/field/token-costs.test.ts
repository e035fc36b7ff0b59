import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { countTokens as countReal } from 'gpt-tokenizer/encoding/o200k_base';
import { exceeds, plan, PROVIDERS } from '../../core';
import { rangeOfTokens, TokenCounter } from '../../core/cost/tokens';
import { wellFormed } from '../../core/formats/well-formed';
import type { Oddity } from '../../core/cost/pieces';
import { runs } from '../support/fuzz';
import { linesOf, planInput } from '../support/core/samples';

/**
 * What others’ estimates took for ordinary text, and was charged at a multiple. The real count, by o200k_base, must lie
 * in the range; of ordinary texts that range must stay narrow.
 */
type Case = readonly [kind: string, source: string, text: string, oddities?: readonly Oddity[]];

const FUZZING = 'our own fuzzing';

function digest(seed: number): Buffer {
	return createHash('sha512').update(`token costs ${seed}`).digest();
}

function encoded(as: BufferEncoding, length: number, seed = 1): string {
	const parts = Array.from({ length: Math.ceil(length / 60) }, (_, at) => digest(seed * 1000 + at));
	return Buffer.concat(parts).toString(as).slice(0, length);
}

function lines(count: number, of: (at: number) => string): string {
	return Array.from({ length: count }, (_, at) => of(at)).join('\n');
}

function uuid(seed: number): string {
	return digest(seed)
		.toString('hex')
		.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

const NOTE =
	'Good morning, our server has been slow since Tuesday and nobody in the office can open the shared calendar. Could somebody look into it before noon, because we have a meeting with an important client at two and need the files by then?';

const ORDINARY: readonly Case[] = [
	['English', FUZZING, NOTE],
	[
		'German',
		'kortix-ai/suna#1723',
		'Guten Tag, seit gestern Abend lässt sich unsere Kaffeemaschine nicht mehr einschalten, obwohl wir sie erst vor drei Wochen bei Ihnen gekauft haben. Können Sie uns bitte mitteilen, wann der Kundendienst vorbeikommt oder ob wir das Gerät einschicken sollen?',
	],
	[
		'French',
		'LLM360/Analysis360#13',
		'Bonjour, je vous écris au sujet de ma commande passée la semaine dernière, que je n’ai toujours pas reçue. Pourriez-vous vérifier où se trouve le colis et me dire s’il arrivera avant samedi ?',
	],
	[
		'Chinese',
		'headroomlabs-ai/headroom#1093',
		'您好，我上周在你们网站上买了一台咖啡机，今天早上突然不能用了。请问可以退货吗？如果可以的话，麻烦告诉我应该把机器寄到哪里，运费由谁承担。谢谢！',
	],
	[
		'Japanese',
		'volcengine/OpenViking#661',
		'先週注文した商品がまだ届いておりません。配送状況を確認していただけますでしょうか。土曜日までに必要なので、間に合わない場合はキャンセルをお願いします。',
	],
	[
		'Korean',
		'joshuaswarren/remnic#2188',
		'안녕하세요. 지난주에 주문한 상품이 아직 도착하지 않았습니다. 배송 상태를 확인해 주실 수 있을까요? 토요일까지 필요하니 늦어지면 취소해 주세요.',
	],
	[
		'Arabic',
		'langchain-ai/langchainjs#11303',
		'صباح الخير، لم يصل الطرد الذي طلبته الأسبوع الماضي حتى الآن. هل يمكنكم التحقق من موقعه وإخباري إن كان سيصل قبل يوم السبت؟ شكرًا لكم.',
	],
	[
		'Hebrew',
		'langchain-ai/langchainjs#11304',
		'בוקר טוב, החבילה שהזמנתי בשבוע שעבר עדיין לא הגיעה. האם תוכלו לבדוק היכן היא נמצאת ולומר לי אם היא תגיע לפני יום שבת? תודה רבה.',
	],
	[
		'Thai',
		'garudust-org/garudust-agent#107',
		'สวัสดีครับ ผมสั่งสินค้าเมื่อสัปดาห์ที่แล้วแต่ยังไม่ได้รับของเลย ช่วยตรวจสอบสถานะการจัดส่งให้หน่อยได้ไหมครับ ถ้ามาไม่ทันวันเสาร์ขอยกเลิกคำสั่งซื้อครับ',
	],
	[
		'Hindi',
		'LLM360/Analysis360#13',
		'नमस्ते, मैंने पिछले हफ्ते जो सामान मंगाया था वह अब तक नहीं पहुँचा है। क्या आप देखकर बता सकते हैं कि वह कहाँ है और शनिवार से पहले मिल जाएगा या नहीं? धन्यवाद।',
	],
	[
		'Georgian',
		'huggingface/tokenizers#2167',
		'გამარჯობა, გასულ კვირას შეკვეთილი ნივთი ჯერ არ მიმიღია. შეგიძლიათ გადაამოწმოთ, სად არის ამანათი და მოვა თუ არა შაბათამდე? დიდი მადლობა.',
	],
	[
		'Russian',
		'software-mansion-labs/private-mind#361',
		'Здравствуйте, я заказал кофеварку на прошлой неделе, но посылка до сих пор не пришла. Проверьте, пожалуйста, где она находится и успеет ли до субботы.',
	],
	[
		'Vietnamese',
		'rajentrivedi/tokenizer-x#31',
		'Xin chào, tuần trước tôi có đặt một máy pha cà phê nhưng đến nay vẫn chưa nhận được hàng. Anh chị vui lòng kiểm tra giúp tôi xem khi nào hàng đến.',
	],
	[
		'numbers',
		'tamaratran/fast-jev-compaction#81',
		lines(40, (at) => `${at * 7919},${(at * 13) % 97}.${at}5,${2000 + at}`),
	],
];

const UNUSUAL: readonly Case[] = [
	[
		'tracking links',
		'netdata/netdata-cloud#723',
		lines(
			9,
			(at) =>
				`https://u${at}7243.ct.sendgrid.net/ls/click?upn=${encoded('base64url', 260 + at, at)}-2FA-3D-3D`,
		),
		['codes'],
	],
	[
		'a newsletter of text and tracking links',
		'haskellweekly/haskellweekly#354',
		lines(
			6,
			(at) =>
				`Our new collection is here, and so are the first prices of the season. Read more: https://news.us10.list-manage.com/track/click?u=${encoded('hex', 25, at)}&id=${encoded('hex', 10, at + 20)}&e=${encoded('hex', 10, at + 40)}`,
		),
	],
	['base64 in one line', 'code-yeongyu/senpi#233', encoded('base64', 20_000), ['codes']],
	[
		'base64 in lines of 76, as mails have it',
		'Estudely/riftor#122',
		encoded('base64', 9_000).replace(/.{76}/g, '$&\r\n'),
		['codes'],
	],
	[
		'base64 of text',
		'raine/claude-code-proxy#90',
		Buffer.from(NOTE.repeat(8)).toString('base64'),
		['codes'],
	],
	['UUIDs', 'tamaratran/fast-jev-compaction#81', lines(30, uuid)],
	['hex digests', 'tamaratran/fast-jev-compaction#81', lines(20, (at) => encoded('hex', 64, at))],
	[
		'hex in capitals',
		'tamaratran/fast-jev-compaction#81',
		lines(20, (at) => encoded('hex', 64, at).toUpperCase()),
	],
	['CAPITALS', 'CyberZHG/keras-bert#217', NOTE.toUpperCase(), ['capitals']],
	[
		'German CAPITALS',
		'CyberZHG/keras-bert#217',
		'BITTE BEACHTEN SIE UNSERE GEÄNDERTEN ÖFFNUNGSZEITEN: AM FREITAG SCHLIESSEN WIR WEGEN EINER BETRIEBSVERSAMMLUNG BEREITS UM ZWÖLF UHR.',
		['capitals'],
	],
	[
		'Russian CAPITALS',
		'CyberZHG/keras-bert#217',
		'ВНИМАНИЕ! СРОЧНО ОПЛАТИТЕ СЧЕТ ДО КОНЦА НЕДЕЛИ, ИНАЧЕ ДОСТУП К УСЛУГАМ БУДЕТ ЗАКРЫТ.',
		['capitals'],
	],
	[
		'Amharic',
		'castorini/pyserini#620',
		'እንደምን አደሩ፣ ባለፈው ሳምንት ያዘዝኩት ዕቃ እስካሁን አልደረሰኝም። እባክዎ የት እንዳለ ይመልከቱና ከቅዳሜ በፊት ይደርስ እንደሆነ ይንገሩኝ። አመሰግናለሁ።',
		['scripts'],
	],
	[
		'Tigrinya',
		'castorini/pyserini#620',
		'ሰላም፣ ዝሓለፈ ሰሙን ዝኣዘዝክዎ ኣቕሓ ክሳብ ሕጂ ኣይበጽሓንን። በጃኹም ኣበይ ከም ዘሎ ርኣዩለይ።',
		['scripts'],
	],
	[
		'Khmer',
		'arXiv:2410.10665',
		'សួស្តី ខ្ញុំបានកម្មង់ទំនិញកាលពីសប្តាហ៍មុន ប៉ុន្តែមិនទាន់បានទទួលនៅឡើយទេ។ សូមជួយពិនិត្យមើលថាវានៅឯណា។',
		['scripts'],
	],
	[
		'Burmese',
		'arXiv:2305.13707',
		'မင်္ဂလာပါ၊ ပြီးခဲ့တဲ့အပတ်က မှာထားတဲ့ပစ္စည်း အခုထိ မရောက်သေးပါဘူး။ ဘယ်ရောက်နေလဲ စစ်ပေးလို့ရမလား။',
		['scripts'],
	],
	[
		'Lao',
		'arXiv:2410.10665',
		'ສະບາຍດີ ຂ້ອຍໄດ້ສັ່ງສິນຄ້າອາທິດແລ້ວນີ້ ແຕ່ຍັງບໍ່ທັນໄດ້ຮັບເທື່ອ ກະລຸນາກວດເບິ່ງໃຫ້ແດ່',
		['scripts'],
	],
	[
		'Hebrew with points',
		FUZZING,
		'וַיֹּאמֶר אֱלֹהִים יְהִי אוֹר וַיְהִי־אוֹר׃ וַיַּרְא אֱלֹהִים אֶת־הָאוֹר כִּי־טוֹב',
		['scripts'],
	],
	[
		'emoji',
		'BaseIntelligence/bounty-challenge#15788',
		'🎄🎁 Last chance!! 🔥🔥 50 % off 🛍️ only today ⏰ 👉🏽 shop now 👩‍👩‍👧‍👦❤️ 🇫🇷🇪🇹',
		['signs'],
	],
	[
		'full-width letters',
		'NousResearch/hermes-agent#59121',
		'ＩＭＰＯＲＴＡＮＴ　ＮＯＴＩＣＥ：　Ｙｏｕｒ　ａｃｃｏｕｎｔ　１２３４',
		['signs'],
	],
	['letters of mathematics as bold type', FUZZING, '𝗬𝗼𝘂𝗿 𝗽𝗮𝗿𝗰𝗲𝗹 𝗶𝘀 𝗼𝗻 𝗶𝘁𝘀 𝘄𝗮𝘆', ['scripts']],
	[
		'ZWNJ padding of a preheader',
		'TryGhost/Ghost#24993',
		`Your invoice is ready${'\u200c\u00a0'.repeat(75)}`,
		['signs'],
	],
	[
		'ZWNJ and blanks of a preview',
		'mjmlio/mjml#1829',
		`Thanks for your order ${' \u00a0\u200c'.repeat(90)}`,
		['signs'],
	],
	[
		'figure spaces, joiners and soft hyphens of a preheader',
		'TryGhost/Ghost#25047',
		`Hello${'\u2007\u034f'.repeat(80)}${'\u00ad'.repeat(120)}`,
		['signs'],
	],
	['one letter, again and again', 'openai/tiktoken#195', 'a'.repeat(5_000), ['codes']],
	['one sign, again and again', 'stoerr/chatGPTtools#10', `${'='.repeat(400)}\n${'-'.repeat(400)}`],
	[
		'leetspeak',
		FUZZING,
		'Y0ur 4cc0un7 h45 b33n l0ck3d, pl3453 v3r1fy y0ur p455w0rd n0w 4nd g37 4 fr33 g1f7 c4rd w0r7h 100 d0ll4r5',
		['codes'],
	],
	[
		'code, minified',
		'dcostenco/prism-coder#173',
		'(()=>{var e={n:t=>{var r=t&&t.__esModule?()=>t.default:()=>t;return e.d(r,{a:r}),r},d:(t,r)=>{for(var n in r)e.o(r,n)&&!e.o(t,n)&&Object.defineProperty(t,n,{enumerable:!0,get:r[n]})},o:(e,t)=>Object.prototype.hasOwnProperty.call(e,t)};',
	],
	[
		'code',
		'rasros/lx#72',
		'for (const [index, row] of rows.entries()) {\n\tif (row.text === undefined) continue;\n\tconst cleaned = input.cleanText ? cleanText(row.text) : row.text;\n\twriter.add({ index, id: row.id ?? String(index), text: cleaned });\n}\n',
	],
	[
		'JSON in one line',
		'evenfire-ai/evenfire#731',
		JSON.stringify(
			Array.from({ length: 8 }, (_, at) => ({
				id: uuid(at),
				createdAt: '2026-11-20T08:14:22.318Z',
				customer: { name: 'Maya Baker', city: 'Leeds', vip: at % 2 === 0 },
				total: 104.5 + at,
				notes: null,
			})),
		),
	],
	[
		'JSON with addresses and paths',
		'Kapeli/dash-mcp-server#33',
		JSON.stringify(
			{
				hits: [
					{ path: '/usr/lib/python3.12/json/decoder.py', url: 'https://docs.example.com/a#b' },
				],
			},
			null,
			4,
		).repeat(4),
	],
	[
		'HTML',
		'anything that mail programs send',
		'<td class="es-m-p0r" align="left" style="padding:0;Margin:0;width:560px"><table cellpadding="0" cellspacing="0" width="100%" role="presentation" style="mso-table-lspace:0pt;border-collapse:collapse"><tr><td>Hello&nbsp;Maya</td></tr></table></td>'.repeat(
			4,
		),
	],
	[
		'logs',
		'Estudely/riftor#122',
		lines(
			12,
			(at) =>
				`Nov 20 08:1${at}:22 web-${at} sshd[${at}2731]: Failed password for invalid user admin from 203.0.113.${at} port 5${at}122 ssh2`,
		),
	],
	[
		'long identifiers',
		'raine/claude-code-proxy#90',
		'customer_invoice_payment_reminder_template_version_identifier '.repeat(6),
	],
	[
		'signs of drawing',
		FUZZING,
		'╔═══════╦═══════╗\n║ North ║ South ║\n╠═══════╬═══════╣\n║   12  ║   7   ║\n╚═══════╩═══════╝',
		['signs'],
	],
	[
		'a language of few texts, in Latin letters',
		'arXiv:2305.13707',
		'Subax wanaagsan, alaabtii aan dalbaday todobaadkii hore weli ima soo gaarin. Fadlan ma hubin kartaa halka ay joogto?',
	],
	[
		'words with mistakes',
		FUZZING,
		'Hello, I orderd a coffee machine last week but it stil did not arive, can you plese check where it is because I need it befor Saturday',
	],
];

const ALL = [...ORDINARY, ...UNUSUAL];

describe.each(ALL.map(([kind, source, text]) => ({ kind, source, text })))(
	'of $kind ($source)',
	({ text }) => {
		it('the real count lies in the range', () => {
			const { low, high } = rangeOfTokens(text);
			const real = countReal(text);
			expect(real).toBeGreaterThanOrEqual(low);
			expect(real).toBeLessThanOrEqual(high);
		});
	},
);

function widthOf(text: string): number {
	const { low, high } = rangeOfTokens(text);
	return high / low;
}

it.each(ORDINARY.map(([kind, source, text]) => ({ kind, source, text })))(
	'the range of $kind stays narrow ($source)',
	({ text }) => {
		// Vietnamese is the widest, for its accents weigh less than those of Europe; English is 1.6.
		expect(widthOf(text)).toBeLessThan(2.2);
	},
);

function odditiesOf(text: string): readonly Oddity[] {
	const counter = new TokenCounter();
	counter.add(text);
	return counter.oddities;
}

it.each(ALL.map(([kind, source, text, oddities = []]) => ({ kind, source, text, oddities })))(
	'$kind: the estimate says why its range is wide, or it is not ($source)',
	({ text, oddities }) => {
		expect(odditiesOf(text)).toEqual(expect.arrayContaining([...oddities]));
		if (odditiesOf(text).length === 0) expect(widthOf(text)).toBeLessThan(2.2);
	},
);

it('holds the real count of any mix of these kinds', () => {
	const piece = fc.tuple(
		fc.constantFrom(...ALL.map(([, , text]) => text)),
		fc.double({ min: 0, max: 1, noNaN: true }),
		fc.integer({ min: 20, max: 2000 }),
	);
	const mixes = fc.array(piece, { minLength: 4, maxLength: 12 });
	fc.assert(
		fc.property(mixes, (pieces) => {
			const texts = pieces.map(([text, part, length]) => {
				const start = Math.floor(part * Math.max(0, text.length - length));
				return wellFormed(text.slice(start, start + length));
			});
			const counter = new TokenCounter();
			for (const text of texts) counter.add(text);
			const real = texts.reduce((sum, text) => sum + countReal(text), 0);
			expect(real).toBeGreaterThanOrEqual(counter.total.low);
			expect(real).toBeLessThanOrEqual(counter.total.high);
		}),
		runs(300),
	);
});

/** What of a request is read: instructions and text, without the schema. */
function textsOf(line: unknown): readonly string[] {
	const { body } = Object(line);
	const { instructions, input } = Object(body);
	return [instructions, typeof input === 'string' ? input : JSON.stringify(input)].map(String);
}

function planOf(text: string): ReturnType<typeof plan> {
	const rows = Array.from({ length: 40 }, () => ({ text }));
	return plan(
		planInput({ rows, provider: PROVIDERS.openai, model: 'gpt-4.1-mini', cleanText: false }),
	);
}

describe('Stop if Estimate Exceeds', () => {
	it.each(UNUSUAL.map(([kind, source, text]) => ({ kind, source, text })))(
		'is not passed by $kind ($source)',
		({ text }) => {
			const { estimate, shards } = planOf(text);
			const [first] = linesOf(shards[0]?.input);
			const sent = textsOf(first).reduce((sum, part) => sum + countReal(part), 0);
			expect(sent).toBeGreaterThan(countReal(text));
			expect(estimate.inputTokens.high).toBeGreaterThanOrEqual(sent * estimate.rowCount);
		},
	);

	it('stops at the higher figure, not the likely one', () => {
		const { estimate } = planOf(encoded('base64', 8_000));
		const { low, high } = estimate.speeds.batch?.usd ?? { low: 0, high: 0 };
		expect(high).toBeGreaterThan(low);
		expect(exceeds(estimate, high)).toBe('no');
		expect(exceeds(estimate, (low + high) / 2)).toBe('yes');
		expect(estimate.caveats.join(' ')).toContain('links, code or encoded data');
	});
});
