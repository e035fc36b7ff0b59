/** One file takes both, so that the table of entities stands in the build once. */
export { decodeHTMLStrict } from 'entities';
export { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
