type Defined<T> = {
	readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
	readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The fields that have a value. `exactOptionalPropertyTypes` tells one that is absent from one that is `undefined`. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: object): object {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
