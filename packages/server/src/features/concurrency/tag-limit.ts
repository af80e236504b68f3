/** A limit on a tag is the global limit of this name. */
export const tagLimitName = (tag: string): string => `tag:${tag}`;
