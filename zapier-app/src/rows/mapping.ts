/** What Zapier's users are asked, and told, where Text seems to be mapped wrongly. */
export const MAPPING = {
	question: 'Is a field of each row mapped into Text?',
	advice: 'Choose the field for Text again, from the list of the step before.',
};
