import { defined } from '../formats/defined';
import { isJsonObject, readList, readNumber, readObject, readString } from '../formats/json';
import type { AnswerShape, ExtractType } from '../types';

const EXTRACT_TYPES: ReadonlySet<string> = new Set<ExtractType>([
	'text',
	'number',
	'boolean',
	'date',
	'list',
]);

function isExtractType(value: string): value is ExtractType {
	return EXTRACT_TYPES.has(value);
}

/** Reads a shape back from the provider, where anybody with the key may have written to it. */
export function readShape(value: unknown): AnswerShape | undefined {
	const shape = readObject(value);
	switch (shape?.['kind']) {
		case 'categorize': {
			const reviewBelow = readNumber(shape['reviewBelow']);
			const categories = (readList(shape['categories']) ?? []).flatMap((entry) => {
				const name = readString(readObject(entry)?.['name']);
				const categoryValue = readString(readObject(entry)?.['value']);
				if (name === undefined) return [];
				return [{ name, ...defined({ value: categoryValue }) }];
			});
			return {
				kind: 'categorize',
				categories,
				multiple: shape['multiple'] === true,
				noMatch: shape['noMatch'] === 'fail' ? 'fail' : 'other',
				...defined({ reviewBelow }),
			};
		}
		case 'summarize': {
			const style = shape['style'];
			return {
				kind: 'summarize',
				style: style === 'bullets' || style === 'actions' ? style : 'text',
			};
		}
		case 'extract': {
			const fields = (readList(shape['fields']) ?? []).flatMap((entry) => {
				const name = readString(readObject(entry)?.['name']);
				const type = readString(readObject(entry)?.['type']);
				return name === undefined || type === undefined || !isExtractType(type)
					? []
					: [{ name, type }];
			});
			return { kind: 'extract', fields };
		}
		case 'custom':
			return {
				kind: 'custom',
				...(isJsonObject(shape['schema']) ? { schema: shape['schema'] } : {}),
			};
		default:
			return undefined;
	}
}
