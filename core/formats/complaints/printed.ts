const MAX_FAULTS = 3;

/**
 * A list of faults as Python prints it (vllm-project/vllm#12234), or an error as its SDKs do: places, messages and a
 * code, and nothing that was sent.
 */
export function readPrinted(
	text: string,
): { readonly words: string; readonly codes: readonly string[] } | undefined {
	const faults = text.matchAll(
		/['"]loc['"]: [([]([^)\]]{0,200})[)\]], ['"]msg['"]: (?:'([^']{0,400})'|"([^"]{0,400})")/g,
	);
	const told = [...faults].slice(0, MAX_FAULTS).map(([, loc = '', single, double]) => {
		const place = loc
			.replaceAll(/['"\s]/g, '')
			.replaceAll(',', '.')
			.replace(/\.$/, '');
		return `${place}: ${single ?? double ?? ''}`;
	});
	const words = told.length > 0 ? told.join('; ') : (readNamed(text) ?? '').trim();
	if (words === '') return undefined;
	const code = /['"]code['"]: ['"]([A-Za-z]\w{1,60})['"]/.exec(text)?.slice(1) ?? [];
	return { words, codes: code };
}

function readNamed(text: string): string | undefined {
	const named = (name: string) =>
		new RegExp(
			`['"](?:${name})['"]: (?:'((?:[^'\\\\]|\\\\.){1,1000})'|"((?:[^"\\\\]|\\\\.){1,1000})")`,
		)
			.exec(text)
			?.slice(1)
			.find(Boolean)
			?.replaceAll(/\\(['"\\])/g, '$1');
	return named('message') ?? named('error|error_message|detail|msg');
}
