/** The core throws; a `catch` in a node must not throw again, so what went wrong becomes a value. */
export async function settle<T>(
	promise: Promise<T>,
): Promise<{ readonly value: T } | { readonly error: unknown }> {
	return await promise.then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
}
