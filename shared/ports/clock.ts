/** The clock, passed in wherever time matters: Unix seconds, whole. */
export type Clock = () => number;
