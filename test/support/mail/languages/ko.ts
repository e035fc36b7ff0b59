import { type Language } from '../language';

export const KO: Language = {
	code: 'ko',
	locale: 'ko-KR',
	heads: {
		gmail: '{y}년 {m}월 {d}일 ({wd}) 오전 {h}:{M}, {name} <{mail}>님이 작성:',
		gmailApp: '{y}년 {m}월 {d}일 ({wd}) {H}:{M}, {name} <{mail}>님이 작성:',
		apple: '{y}. {m}. {d}. 오전 {h}:{M}, {name} <{mail}> 작성:',
		thunderbird: '{y}-{mm}-{dd} 오전 {h}:{M}에 {name} 이(가) 쓴 글:',
		yahoo: '{y}년 {m}월 {d}일 {weekday} {H}:{M}:{S} GMT+9, {name} <{mail}>님이 작성:',
		proton: '{y}년 {m}월 {d}일 {weekday} {H}:{M}, {name} <{mail}> 작성:',
		roundcube: '{y}-{mm}-{dd} {H}:{M}에 {name} 이(가) 쓴 글:',
	},
	labels: {
		from: '보낸 사람',
		sent: '보낸 날짜',
		date: '날짜',
		to: '받는 사람',
		cc: '참조',
		subject: '제목',
	},
	dates: {
		outlook: '{y}년 {m}월 {d}일 {weekday} {H}:{M}',
		long: '{y}년 {m}월 {d}일 {weekday} {H}:{M}',
	},
	marks: {
		original: '원본 메시지',
		zimbra: '원본 메시지',
		samsung: '원본 이메일',
		appleForward: '전달된 메시지:',
		thunderbirdForward: '전달된 메시지',
		yahooForward: '전달된 메시지',
	},
	devices: {
		iPhone: '나의 iPhone에서 보냄',
		outlook: 'iOS용 Outlook 다운로드',
		samsung: '나의 Galaxy에서 보냄',
	},
	re: 'RE',
	fw: 'FW',
	people: [
		{ first: '로빈', last: '맷돌', address: 'robin.maetdol@jongdal.example' },
		{ first: '안나', last: '직조', address: 'anna@jikjo.example' },
		{ first: '건', last: '오세', address: 'geon.ose@jongdal.example' },
	],
	talk: {
		hello: ['{first} 님 안녕하세요,', '{last} {first} 고객님께,'],
		bye: '감사합니다.',
		brief: '네, 그렇게 해 주세요.',
		answers: [
			'주소를 확인해 주시면 목요일에 램프를 보내 드리겠습니다',
			'두 번째 퓨즈가 장착되지 않았습니다',
			'가격은 1월 말까지 그대로입니다',
		],
		asks: [
			'주문 20417의 램프 두 개가 유리가 깨진 채 도착했습니다',
			'먼저 반품해야 하나요?',
			'가게는 월요일에 다시 엽니다',
		],
		seeBelow: '아래에 답변을 적었습니다.',
		notes: ['참고하세요', '이 고객을 맡아 줄 수 있나요?', '아래를 보세요.'],
		subject: '주문 20417 램프 파손',
	},
};
