/**
 * What a text of a language has beyond ASCII, and how it is told from others that share its code page. Letters stand in
 * the order of how often they are met, small ones for both; words are among the most frequent of subtitles and mails.
 */
export interface Letters {
	readonly letters: string;
	readonly words?: string;
}

const RUSSIAN = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';

export const LETTERS = {
	english: {
		letters: 'éïèñöüçáóêâ',
		words: 'the and you that is of to it what we in for this have',
	},
	german: {
		letters: 'üäößé',
		words: 'und der die das ich nicht ist wir mit zu den ein sie es auf',
	},
	french: {
		letters: 'éèàêçùôîâûëïœæ',
		words: 'le la les et des est vous que pas je nous pour de un une il dans qui sur ce tu',
	},
	spanish: {
		letters: 'óíáéñú¿¡üº',
		words: 'que de el la los y en no por una con un es se lo para te su las',
	},
	portuguese: {
		letters: 'ãçáéíóêõâúôàü',
		words: 'não é que de os uma com para por do da em um se no na eu as dos mas',
	},
	catalan: { letters: 'óàéèíòçúï·ü', words: 'que de el la els i en no per una amb un es les' },
	italian: {
		letters: 'èàùòìéó',
		words: 'che di il non per una sono con ti del la un e le da si mi',
	},
	dutch: { letters: 'éëïóèüö', words: 'het een van ik niet de en dat is je we op te in zijn' },
	danish: { letters: 'åøæéöäü', words: 'det er og jeg ikke til en av den du vi der har som for' },
	swedish: { letters: 'äåöéü', words: 'det och att jag inte en som du vi har den med av' },
	finnish: { letters: 'äöå', words: 'ja on ei se mutta niin ole en mit hän kun oli minun sinun' },
	icelandic: { letters: 'áðíéþóöúýæ', words: 'og er um ekki ig vi en sem til var fyrir' },
	polish: {
		letters: 'ęąłóśżćńź',
		words: 'nie to jest się że gdzie na do co jak ale tak mnie ma mi tego jego po',
	},
	czech: { letters: 'íáěéřčžýšůúťďňó', words: 'to je na se ale co jsem jsi tak ne ty si do za mi' },
	slovak: { letters: 'áíéčýžšúťľôňďäóĺŕ', words: 'je to na sa ale som ako si tak do nie mi za' },
	hungarian: { letters: 'áéöóőüíúű', words: 'az nem hogy van egy meg ez is mi ha ne itt csak' },
	romanian: { letters: 'ăîâşţ', words: 'nu de la un este pe cu am ce si o ai sunt eu mai din' },
	croatian: { letters: 'čšžćđ', words: 'je da se na sam ne to za si mi nije ti kako smo ali' },
	turkish: { letters: 'ıüşğçöİâî', words: 'bir bu ve ne de da bana sen ben var mi evet o ama' },
	lithuanian: { letters: 'ėųšįžąčūę', words: 'ir ne yra kada kur kad tai su taip bet kas man jis' },
	latvian: { letters: 'āīēšņūļžčķģ', words: 'un ir ka ne to par es tu vai kas bet no' },
	estonian: { letters: 'äõüöšž', words: 'ja on ei see ma et sa kui mis oli aga siis' },
	vietnamese: { letters: '\u0301\u0300đư\u0309ôơ\u0323\u0303âêăáàíóúýèéìòùãõĩũ' },
	russian: {
		letters: RUSSIAN,
		words:
			'и в не на что я это как с да нет мы вы он она по за все так но а у то из конец вас нас для',
	},
	ukrainian: {
		letters: 'оанитвіерслкмдпуязбгчьйхжшюїєцщґф',
		words: 'і в не на що я це як з так ні ми ви він за але у та',
	},
	bulgarian: { letters: 'аоиетнрсвлкдпмзгуъчбщцхйжшюяфь' },
	serbian: {
		letters: 'аоиенрјтсвдклупмзчгбњљшђћџжцхф',
		words: 'је да се и на сам не то у за си ти ми како али',
	},
	greek: {
		letters: 'αοιετσνηυρπκμλςωήάγίόέθδχφβξζύώψϊΐ',
		words: 'και το να του η ο δεν θα με σε τι είναι για από μου σου ειναι στο την της τα οι',
	},
	hebrew: {
		letters: 'יוהלאתרמבשנםעדחקפצטןזגכךסץף',
		words: 'את לא של זה אני על הוא מה אתה כן יש לי גם',
	},
	arabic: { letters: 'اليمنتروبةعدسفهكقحجشصطخىذأضزثظغءآئؤإ،؟\u064B\u0650\u064E\u064F\u0651\u0652' },
	persian: { letters: 'ايینردهمتوبسشكکزگفخعقآپچجحصطضغظثذژ،؟\u200C' },
	thai: { letters: 'านร่อกเง้ีมยลวดัทส็ตะปิบคห์ำแืจุพชขใูไโถผศธซณฟภฉญ' },
} satisfies Record<string, Letters>;

export type Language = keyof typeof LETTERS;

/** The most frequent characters of the languages that take two bytes a character. */
export const FREQUENT = {
	chinese:
		'的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运请谢吗您吧呢早晚客户款付订单议',
	taiwanese:
		'的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運請謝嗎您吧呢早晚客戶款付訂單議',
	japanese:
		'日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転着店待早親英仕味字答夜音注古歌買悪図週室風花色走秋旅服客様願件確認連絡対応予定議資請求書御',
	korean:
		'이다는을가에고의지하은사로기도한어아나리자인스시서그대들게해일수정라만니부있거보내오여제장주구무조전비상과면안원였습없우말러었미요했네까두때마모물르것세으데저든려야처치신동공소유음생할를와합녕감회십및',
} as const;

/** In every language, and at the same place in most code pages of Windows. */
export const SIGNS = '’“”–…—„«»‘‚‹›•€£°§©®™½¼¾´·\u00A0²³×±¿¡ªº¥¢µ\u00AD';
/** Of the languages that take two bytes a character. */
export const WIDE_SIGNS = '，。、！？：；（）「」『』《》“”‘’…—・ー～〜【】　';
