// Shows what needs script only where there is script, and says so when a passkey was not accepted.
document.querySelectorAll('[data-needs-script]').forEach((part) => {
  if (window.PublicKeyCredential) part.hidden = false
})
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.querySelectorAll('[data-passkey-fault]').forEach((part) => { part.hidden = false })
})
