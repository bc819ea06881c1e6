// Whether what has the focus takes letters, so that single keys are not commands there.
export const typing = (element) => element.closest("textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])") !== null;
