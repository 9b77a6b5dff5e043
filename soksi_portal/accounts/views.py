from allauth.account.views import LoginView, LogoutView, SignupView

signup = SignupView.as_view()
signin = LoginView.as_view()
signout = LogoutView.as_view()


def home(request):
    raise NotImplementedError
