/** What n8n's users are asked, and told, where Text seems to be mapped wrongly. */
export const MAPPING = {
	question: 'Is Text an expression?',
	advice: 'Set Text from Fixed to Expression, and drag the field there.',
};
