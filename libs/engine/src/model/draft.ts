/** A model object while it is being built; it is frozen when the model is finished. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };
