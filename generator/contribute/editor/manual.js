// Decap waits until editor.js has taught it the guide's files.
window.CMS_MANUAL_INIT = true;
